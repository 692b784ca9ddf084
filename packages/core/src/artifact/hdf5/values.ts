import { decodeUtf8 } from '../../text/utf8.ts';
import { Cursor } from '../cursor.ts';
import { broken } from './context.ts';
import type { GlobalHeap } from './global-heap.ts';
import type { Hdf5Shape, Hdf5Type } from './hdf5.ts';

/** Elements of a shape; not exact past 2^53, and perhaps infinite: a claim that no budget lets through. */
export const elementsOf = (shape: Hdf5Shape): number => (shape === undefined || shape.includes(0) ? 0 : shape.reduce((product, dim) => product * dim, 1));

/** Every element as a string, or undefined when the type is none of strings. */
export function readStrings(type: Hdf5Type, bytes: Uint8Array, offset: number, heap: GlobalHeap): readonly string[] | undefined {
  if (type.kind === 'vlen-string') return each(bytes, type.size, (part, at) => heap.string(new Cursor(part, { code: 'HG_ARTIFACT_HDF5', base: offset + at })));
  if (type.kind !== 'string') return undefined;
  return each(bytes, type.size, (part, at) => {
    const text = decodeUtf8(unpadded(part, type.padding));
    if (text === undefined) throw broken('have strings in UTF-8', 'one is not', offset + at);
    return text;
  });
}

/** As libhdf5 hands them to NumPy: cut at the first NUL, or without the zeros or spaces at the end. */
function unpadded(bytes: Uint8Array, padding: 'null-terminated' | 'null-padded' | 'space-padded'): Uint8Array {
  const nul = padding === 'null-terminated' ? bytes.indexOf(0) : -1;
  let end = nul < 0 ? bytes.length : nul;
  while (end > 0 && (bytes[end - 1] === 0 || (padding === 'space-padded' && bytes[end - 1] === 0x20))) end--;
  return bytes.subarray(0, end);
}

/** Every element as a number, integers past 2^53 as bigint; undefined when the type is none of numbers. bool gives 0 and 1. */
export function readNumbers(type: Hdf5Type, bytes: Uint8Array): readonly (number | bigint)[] | undefined {
  if (type.kind === 'bool') return [...bytes];
  if (type.kind !== 'number') return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = !type.bigEndian;
  const read: Readonly<Record<typeof type.dtype, (at: number) => number | bigint>> = {
    int8: (at) => view.getInt8(at),
    uint8: (at) => view.getUint8(at),
    int16: (at) => view.getInt16(at, little),
    uint16: (at) => view.getUint16(at, little),
    int32: (at) => view.getInt32(at, little),
    uint32: (at) => view.getUint32(at, little),
    int64: (at) => safe(view.getBigInt64(at, little)),
    uint64: (at) => safe(view.getBigUint64(at, little)),
    float16: (at) => half(view.getUint16(at, little)),
    bfloat16: (at) => brain(view.getUint16(at, little)),
    float32: (at) => view.getFloat32(at, little),
    float64: (at) => view.getFloat64(at, little),
  };
  return each(bytes, type.size, (_, at) => read[type.dtype](at));
}

const safe = (value: bigint): number | bigint => (value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value);

/** IEEE 754 binary16. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

function brain(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}

function each<T>(bytes: Uint8Array, size: number, read: (part: Uint8Array, at: number) => T): T[] {
  const values: T[] = [];
  for (let at = 0; at + size <= bytes.length; at += size) values.push(read(bytes.subarray(at, at + size), at));
  return values;
}
