import { HorngateError } from '../../words/error.ts';
import { WIRE } from './writer.ts';

/** A field as it stands in a message; `offset` is where its tag stands in the file. */
export type Field =
  | { readonly field: number; readonly offset: number; readonly wire: typeof WIRE.varint; readonly value: bigint }
  | { readonly field: number; readonly offset: number; readonly wire: typeof WIRE.fixed32 | typeof WIRE.fixed64; readonly value: Uint8Array }
  | { readonly field: number; readonly offset: number; readonly wire: typeof WIRE.bytes; readonly value: Uint8Array; readonly at: number };

/** Fields that all readers of one file may hand out together: a tag is two bytes in the file and some hundred in memory. */
export interface FieldBudget {
  left: number;
}

const MAX_FIELD = 2 ** 29 - 1;

/**
 * The fields of one message, in order. Nothing is recursed into: what a field of bytes holds, its reader decides, and opens a reader for it.
 *
 * @param bytes - one message; hostile. @param base - where its first byte stands in the file.
 * @throws HG_ARTIFACT_TRUNCATED where a value runs past the end; HG_ARTIFACT_PROTOBUF for what the wire format does not have, and for groups;
 *   HG_LIMIT_ENTRIES past the budget. All with the offset.
 * @see https://protobuf.dev/programming-guides/encoding
 */
export function* readFields(bytes: Uint8Array, budget: FieldBudget, base = 0): Generator<Field, void> {
  for (let at = 0; at < bytes.length; ) {
    const offset = base + at;
    if (--budget.left < 0) throw new HorngateError('HG_LIMIT_ENTRIES', 'Cannot read the message as it must have fewer fields', { where: { offset } });
    const tag = readVarint(bytes, at, base);
    const field = Number(tag.value >> 3n);
    if (field < 1 || field > MAX_FIELD) throw broken(offset, `a field number from 1 to ${MAX_FIELD}`, String(field));
    const next = readValue(bytes, tag.end, base, field, Number(tag.value & 7n), offset);
    at = next.end;
    yield next.field;
  }
}

interface Read {
  readonly field: Field;
  readonly end: number;
}

function readValue(bytes: Uint8Array, at: number, base: number, field: number, wire: number, offset: number): Read {
  switch (wire) {
    case WIRE.varint: {
      const { value, end } = readVarint(bytes, at, base);
      return { field: { field, offset, wire, value }, end };
    }
    case WIRE.fixed32:
    case WIRE.fixed64: {
      const end = at + (wire === WIRE.fixed32 ? 4 : 8);
      return { field: { field, offset, wire, value: take(bytes, at, end, base) }, end };
    }
    case WIRE.bytes: {
      const { value: length, end: start } = readVarint(bytes, at, base);
      if (length > BigInt(bytes.length - start)) throw truncated(base + start, String(length), bytes.length - start);
      const end = start + Number(length);
      return { field: { field, offset, wire, value: take(bytes, start, end, base), at: base + start }, end };
    }
    default:
      throw broken(offset, 'a wire type of 0, 1, 2 or 5', String(wire));
  }
}

function take(bytes: Uint8Array, at: number, end: number, base: number): Uint8Array {
  if (end > bytes.length) throw truncated(base + at, String(end - at), bytes.length - at);
  return bytes.subarray(at, end);
}

/** Base 128, least first; ten bytes hold 64 bits, of which the last one has one. */
function readVarint(bytes: Uint8Array, at: number, base: number): { readonly value: bigint; readonly end: number } {
  let [low, shift] = [0, 1];
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw truncated(base + at, 'more', bytes.length - at);
    // Seven groups of seven bits are exact in a number; the rare longer ones are read again.
    if (index === 7) return readLongVarint(bytes, at, base);
    low += (byte & 0x7f) * shift;
    shift *= 128;
    if (byte < 0x80) return { value: BigInt(low), end: at + index + 1 };
  }
  throw broken(base + at, 'a number of at most ten bytes', 'more');
}

function readLongVarint(bytes: Uint8Array, at: number, base: number): { readonly value: bigint; readonly end: number } {
  let value = 0n;
  for (let index = 0; index < 10; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) throw truncated(base + at, 'more', bytes.length - at);
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if (byte >= 0x80) continue;
    if (value >> 64n !== 0n) break;
    return { value, end: at + index + 1 };
  }
  throw broken(base + at, 'a number of at most 64 bits', 'more');
}

function truncated(offset: number, wanted: string, left: number): HorngateError {
  return new HorngateError('HG_ARTIFACT_TRUNCATED', `Cannot read ${wanted} bytes as the message must hold them: ${Math.max(0, left)} are left`, {
    where: { offset },
  });
}

function broken(offset: number, wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_PROTOBUF', `Cannot read the message as it must have ${wanted} here: found ${found}`, { where: { offset } });
}
