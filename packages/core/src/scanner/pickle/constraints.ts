import type { ByteSource } from '../../words/ports.ts';
import type { Constraint } from './allow-list.ts';
import { attemptLiteral } from './decompile.ts';
import type { Row } from './policy.ts';
import { isGlobal, isPlain, itemsOf, type Thing, type Value } from './values.ts';

type Check = (args: readonly Value[], source: ByteSource) => boolean;

const LATIN1 = new Set(['latin1', 'latin-1', 'iso-8859-1', 'iso8859-1']);
const BASES = ['object', 'dict', 'list', 'tuple', 'set', 'int', 'float', 'str'];

const textOf = (value: Value | undefined, source: ByteSource): string | undefined => {
  const literal = typeof value === 'number' ? attemptLiteral(source, value) : undefined;
  return literal?.type === 'str' ? literal.text : undefined;
};

const isType = (value: Value | undefined, source: ByteSource, type: string): boolean =>
  typeof value === 'number' && attemptLiteral(source, value)?.type === type;

/** The listed class that a value is, when objects of it may be made. */
export const listedClass = (value: Value | undefined): Thing | undefined =>
  typeof value === 'object' && value.kind === 'global' && value.row?.may.has('new') === true ? value : undefined;

/** The listed function of `calls-first`, with the arguments that it would be called with. */
export function calledFirst(args: readonly Value[]): { readonly row: Row; readonly args: readonly Value[] } | undefined {
  const [of] = args;
  const inner = itemsOf(args[2]);
  return typeof of === 'object' && of.kind === 'global' && of.row?.may.has('call') === true && inner !== undefined ? { row: of.row, args: inner } : undefined;
}

/** What the arguments of a call must be, by the names of the allow-list. */
const CHECKS: Readonly<Record<Constraint, Check>> = {
  latin1: ([text, encoding], source) => isType(text, source, 'str') && LATIN1.has(textOf(encoding, source) ?? ''),
  plain: (args) => args.every(isPlain),
  bytes: (args, source) => args.length === 0 || isType(args[0], source, 'bytes') || isEncoded(args[0]) || (args.length > 1 && isType(args[0], source, 'str')),
  'class-first': ([first]) => listedClass(first) !== undefined,
  'class-base-state': ([first, base]) => listedClass(first) !== undefined && BASES.some((name) => isGlobal(base, 'builtins', name)),
  'calls-first': (args, source) => {
    const inner = calledFirst(args);
    return inner !== undefined && inner.row.only !== 'calls-first' && fits(inner.row.only, inner.args, source);
  },
};

/** Bytes as protocols 0 to 2 write them. */
const isEncoded = (value: Value | undefined): boolean => typeof value === 'object' && value.kind === 'instance' && isGlobal(value.of, '_codecs', 'encode');

/** @param args - undefined where not all of them are known. */
export const fits = (only: Constraint | undefined, args: readonly Value[] | undefined, source: ByteSource): boolean =>
  only === undefined || (args !== undefined && CHECKS[only](args, source));
