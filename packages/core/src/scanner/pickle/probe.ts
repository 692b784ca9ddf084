import { ARGUMENT_OF } from '../../artifact/pickle/opcodes.ts';
import { slice } from '../../artifact/source.ts';
import { HorngateError } from '../../words/error.ts';
import type { ByteSource } from '../../words/ports.ts';
import { Sights } from '../sights.ts';
import { Judge } from './judge.ts';
import { Machine } from './machine.ts';
import { PicklePolicy } from './policy.ts';
import type { Thing, Value } from './values.ts';

/** Op-codes that are followed to tell a pickle from a text. */
const MAX_OPCODES = 2000;
/** Bytes of them: a line without an end must not be looked for in the whole file, again and again. */
const MAX_PROBED = 1 << 20;

export interface Probed {
  /** Behind STOP, where it was reached. */
  readonly end: number | undefined;
  /** Broken, rather than longer than what was looked at. */
  readonly broken: boolean;
  readonly opcodes: number;
  /** Names were looked up; something was called. */
  readonly names: number;
  readonly calls: number;
}

const NO_POLICY = new PicklePolicy([]);

/** Counts names and calls, and keeps nothing. */
class Counter extends Judge {
  names = 0;
  calls = 0;
  override global(at: number, module: string, name: string): Thing {
    if (module !== '' && name !== '' && /^[^\s]+$/.test(module + name)) this.names++;
    return super.global(at, module, name);
  }
  override call(at: number, of: Value, args: Value): Thing {
    if (typeof of === 'object' && typeof args === 'object') this.calls++;
    return super.call(at, of, args);
  }
  override make(at: number, of: Value, args: Value, words?: Value): Thing {
    if (typeof of === 'object' && typeof args === 'object') this.calls++;
    return super.make(at, of, args, words);
  }
}

/** Follows op-codes from `offset` on, as far as they are such. Total. */
export function probe(source: ByteSource, offset = 0, maxOpcodes = MAX_OPCODES): Probed {
  const judge = new Counter(source, NO_POLICY, 'pickle', new Sights(), () => undefined);
  const machine = new Machine(source, judge, { offset });
  const seen = (end: number | undefined, broken: boolean): Probed => ({ end, broken, opcodes: machine.opcodes, names: judge.names, calls: judge.calls });
  try {
    while (machine.opcodes < maxOpcodes) if (!machine.step()) return seen(machine.offset, false);
    return seen(undefined, false);
  } catch (error) {
    if (error instanceof HorngateError) return seen(undefined, true);
    throw error;
  }
}

const isOpcode = (byte: number | undefined): boolean => byte !== undefined && ARGUMENT_OF[byte] !== 255;

/** PROTO with a protocol that there is, and an op-code behind it. */
export const hasProto = (bytes: Uint8Array): boolean => bytes[0] === 0x80 && (bytes[1] ?? 255) <= 5 && isOpcode(bytes[2]);

/** Op-codes that begin a pickle without PROTO in which something is looked up or called. */
const STARTS = new Set([0x63, 0x28, 0x69, 0x8c, 0x95, 0x58]); // GLOBAL, MARK, INST, SHORT_BINUNICODE, FRAME, BINUNICODE
export const mayStart = (bytes: Uint8Array): boolean => hasProto(bytes) || STARTS.has(bytes[0] ?? 0);

/** Bytes inside another file: a pickle only where they name and call something, go to STOP and name something, or begin with PROTO and end with STOP. */
export function isNestedPickle(source: ByteSource, offset = 0, maxOpcodes = MAX_OPCODES): boolean {
  const left = source.size - offset;
  const start = slice(source, offset, Math.min(left, MAX_PROBED));
  const { end, names, calls } = probe(start, 0, maxOpcodes);
  const whole = end === left && hasProto(start.read(0, Math.min(3, left)));
  return names > 0 ? end !== undefined || calls > 0 : whole;
}

/** A file without PROTO: protocols 0 and 1 are text, and text must not be taken for them. */
export function isPickle(source: ByteSource): boolean {
  if (!isOpcode(source.size > 0 ? source.read(0, 1)[0] : undefined)) return false;
  const { end, broken, opcodes, names, calls } = probe(source);
  if (names > 0 && calls > 0) return true;
  if (end === undefined) return !broken && new Set(source.read(0, Math.min(source.size, 64))).size > 8;
  const next = end < source.size ? source.read(end, 1)[0] : 0;
  if (names === 0 && opcodes < 4 && isPlainLine(source)) return false;
  return opcodes > 1 && (names > 0 || end === source.size || next === 0 || next === 0x80);
}

/** A few printable characters, such as `).`: protocol 0 ends its literals with line feeds, and all others have bytes that are no text. */
const isPlainLine = (source: ByteSource): boolean => source.read(0, Math.min(source.size, 16)).every((byte) => byte >= 0x20 && byte < 0x7f);
