import { wireMessage } from '../../artifact/protobuf/wire-message.ts';
import { bytesSource } from '../../artifact/source.ts';
import { fieldsOf } from '../protobuf/probe.ts';
import { EFFECTS } from '../tensorflow/effects.ts';
import { OPERATORS } from '../tensorflow/operators.ts';
import { TENSORFLOW_SCHEMA } from '../tensorflow/schema.ts';

/** Prefix of custom codes that the Flex delegate hands to TensorFlow. */
export const FLEX = 'Flex';
const MAX_FIELDS = 10_000;
/** FlexBuffers: the types of a string and of a vector of anything (flatbuffers/flexbuffers.h). */
const TYPE_STRING = 5;
const TYPE_VECTOR = 10;

/** What a Flex operation does beyond computing; undefined where that is nothing; `unknown` where TensorFlow does not have it. */
export function flexEffect(name: string): string | undefined {
  return EFFECTS.get(name)?.does ?? (OPERATORS.has(name) ? undefined : 'unknown');
}

/**
 * The operation that the options of a Flex operator name: a FlexBuffer with a list of two, the name and a NodeDef, of which the delegate runs the NodeDef.
 *
 * @returns undefined where the options are something else.
 */
export function flexOperation(options: Uint8Array): readonly string[] | undefined {
  const texts = stringsOf(options);
  if (texts?.length !== 2) return undefined;
  const [name, definition] = texts as [Uint8Array, Uint8Array];
  const fields = fieldsOf(wireMessage(bytesSource(wrapped(definition)), TENSORFLOW_SCHEMA, 'GraphDef', { left: MAX_FIELDS }));
  const operation = fieldsOf(fields?.get('node')?.message())?.get('op')?.text(256);
  return operation === undefined ? undefined : [String.fromCharCode(...name.subarray(0, 256)), operation];
}

/** A NodeDef as the one node of a GraphDef. */
function wrapped(definition: Uint8Array): Uint8Array {
  const length: number[] = [];
  for (let rest = definition.length; ; rest >>>= 7) {
    length.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    if (rest <= 0x7f) break;
  }
  return Uint8Array.of(0x0a, ...length, ...(definition.length < 1 << 16 ? definition : []));
}

/** The strings of a FlexBuffer whose root is a vector of strings: its last bytes say the root's type and width. */
function stringsOf(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const width = bytes.at(-1) ?? 0;
  const type = bytes.at(-2) ?? 0;
  if (type >> 2 !== TYPE_VECTOR || ![1, 2, 4, 8].includes(width)) return undefined;
  const rootAt = bytes.length - 2 - width;
  const start = follow(bytes, rootAt, width);
  const inner = 1 << (type & 3);
  if (start === undefined) return undefined;
  const count = uint(bytes, start - inner, inner) ?? 0;
  if (count > 8) return undefined;
  return Array.from({ length: count }, (_, index) => stringAt(bytes, start, index, count, inner)).filter((text) => text !== undefined);
}

function stringAt(bytes: Uint8Array, start: number, index: number, count: number, inner: number): Uint8Array | undefined {
  const type = bytes[start + count * inner + index] ?? 0;
  const at = follow(bytes, start + index * inner, inner);
  const width = 1 << (type & 3);
  const length = at === undefined || type >> 2 !== TYPE_STRING ? undefined : uint(bytes, at - width, width);
  return at === undefined || length === undefined || at + length > bytes.length ? undefined : bytes.subarray(at, at + length);
}

function follow(bytes: Uint8Array, at: number, width: number): number | undefined {
  const back = uint(bytes, at, width);
  return back === undefined || back > at ? undefined : at - back;
}

function uint(bytes: Uint8Array, at: number, width: number): number | undefined {
  if (at < 0 || at + width > bytes.length) return undefined;
  let value = 0;
  for (let index = width - 1; index >= 0; index--) value = value * 256 + (bytes[at + index] as number);
  return value;
}
