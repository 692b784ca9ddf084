import { bytesSource } from '../../artifact/source.ts';
import { type PickleOptions, type PicklesSeen, scanPickles } from './scan-pickles.ts';

/** Op-codes one behind the other: texts are bytes as they stand, in Latin-1. */
export const ops = (...parts: readonly (string | Uint8Array)[]): Uint8Array =>
  new Uint8Array(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part)))));

/** SHORT_BINUNICODE. */
export const text = (value: string): string => `\x8c${String.fromCharCode(Buffer.byteLength(value))}${Buffer.from(value).toString('latin1')}`;
/** A name by STACK_GLOBAL. */
export const name = (module: string, qualname: string): string => `${text(module)}${text(qualname)}\x93`;
/** REDUCE with these arguments. */
export const call = (module: string, qualname: string, ...args: readonly string[]): string => `${name(module, qualname)}(${args.join('')}tR`;
/** A whole pickle of protocol 4. */
export const p4 = (...parts: readonly string[]): Uint8Array => ops('\x80\x04', ...parts, '.');

export const seen = (bytes: Uint8Array, options: PickleOptions = {}): PicklesSeen => scanPickles(bytesSource(bytes), options);

/** Ids with severities, sorted, without repeats. */
export const told = (bytes: Uint8Array, options: PickleOptions = {}): string[] =>
  [
    ...new Set(
      seen(bytes, options)
        .findings.filter(({ severity }) => severity !== 'info')
        .map(({ check, severity }) => `${check} ${severity}`),
    ),
  ].sort();

export const messages = (bytes: Uint8Array): string[] => seen(bytes).findings.map(({ message }) => message);
