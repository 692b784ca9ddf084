import { decodeUtf8 } from '../../text/utf8.ts';
import type { Cursor } from '../cursor.ts';
import { broken } from './context.ts';
import type { Hdf5Type } from './hdf5.ts';

/** Classes that we name but do not read (IV.A.2.d). */
const OTHER: Readonly<Record<number, string>> = { 2: 'time', 4: 'bit field', 6: 'compound', 7: 'reference', 10: 'array', 11: 'complex' };
const PADDINGS = ['null-terminated', 'null-padded', 'space-padded'] as const;

interface Head {
  readonly version: number;
  readonly bits: number;
  readonly size: number;
  readonly offset: number;
}

/** A datatype message (IV.A.2.d). A type that is known but of no use in a model becomes `other`, since its dataset may never be asked for. */
export function readDatatype(cursor: Cursor): Hdf5Type {
  const { offset } = cursor;
  const first = cursor.u8();
  const [version, kind] = [first >> 4, first & 15];
  if (version < 1 || version > 5) throw broken('have a datatype of version 1 to 5', `found ${version}`, offset);
  const bits = cursor.u8() | (cursor.u8() << 8) | (cursor.u8() << 16);
  const head: Head = { version, bits, size: cursor.u32(), offset };
  if (head.size === 0) throw broken('have a datatype of at least a byte', 'found 0', offset);
  if (kind === 0) return fixedPoint(cursor, head);
  if (kind === 1) return floatingPoint(cursor, head);
  if (kind === 3) return fixedString(head);
  if (kind === 5) return { kind: 'opaque', size: head.size, tag: latin(cursor.bytes(Math.min(bits & 255, cursor.remaining))) };
  if (kind === 8) return enumeration(cursor, head);
  if (kind === 9) return variableLength(cursor, head);
  const name = OTHER[kind];
  if (name === undefined) throw broken('have a datatype of a class that there is', `found ${kind}`, offset);
  return { kind: 'other', size: head.size, name };
}

function fixedPoint(cursor: Cursor, { bits, size }: Head): Hdf5Type {
  const [bitOffset, precision] = [cursor.u16(), cursor.u16()];
  if (![1, 2, 4, 8].includes(size) || bitOffset !== 0 || precision !== size * 8)
    return { kind: 'other', size, name: `integer of ${precision} bits in ${size} bytes` };
  const dtype = `${bits & 8 ? 'int' : 'uint'}${size * 8}` as 'int8';
  return { kind: 'number', dtype, size, bigEndian: (bits & 1) !== 0 };
}

/** Sign, exponent position, exponent bits, mantissa position, mantissa bits, bias: IEEE 754, and bfloat16. */
const FLOATS: readonly (readonly [dtype: 'float16' | 'bfloat16' | 'float32' | 'float64', size: number, ...layout: number[]])[] = [
  ['float16', 2, 15, 10, 5, 0, 10, 15],
  ['bfloat16', 2, 15, 7, 8, 0, 7, 127],
  ['float32', 4, 31, 23, 8, 0, 23, 127],
  ['float64', 8, 63, 52, 11, 0, 52, 1023],
];

function floatingPoint(cursor: Cursor, { bits, size }: Head): Hdf5Type {
  const [bitOffset, precision] = [cursor.u16(), cursor.u16()];
  const layout = [(bits >> 8) & 255, cursor.u8(), cursor.u8(), cursor.u8(), cursor.u8(), cursor.u32()];
  const plain = bitOffset === 0 && precision === size * 8 && (bits & 0x4e) === 0 && ((bits >> 4) & 3) === 2;
  const found = plain ? FLOATS.find(([, bytes, ...wanted]) => bytes === size && wanted.every((value, at) => value === layout[at])) : undefined;
  if (found === undefined) return { kind: 'other', size, name: `float of ${precision} bits with exponent of ${layout[2]}` };
  return { kind: 'number', dtype: found[0], size, bigEndian: (bits & 1) !== 0 };
}

function fixedString({ bits, size, offset }: Head): Hdf5Type {
  const padding = PADDINGS[bits & 15];
  if (padding === undefined) throw broken('have strings padded by zeros or spaces', `found ${bits & 15}`, offset);
  return { kind: 'string', size, padding };
}

/** NumPy's and h5py's bool: int8 with FALSE = 0 and TRUE = 1. Other enumerations are names for integers, which no weight is. */
function enumeration(cursor: Cursor, { version, bits, size, offset }: Head): Hdf5Type {
  const base = readInner(cursor);
  const count = bits & 0xffff;
  if (base.kind !== 'number' || base.size !== size) throw broken('have an enumeration of integers', 'it is of something else', offset);
  if (count !== 2 || base.dtype !== 'int8') return { kind: 'other', size, name: `enumeration of ${count}` };
  const names = [enumName(cursor, version), enumName(cursor, version)];
  const values = [cursor.u8(), cursor.u8()];
  if (names.join() === 'FALSE,TRUE' && values.join() === '0,1') return { kind: 'bool', size };
  return { kind: 'other', size, name: 'enumeration of 2' };
}

function readInner(cursor: Cursor): Hdf5Type {
  const { offset } = cursor;
  const kind = cursor.fresh(cursor.consumed).u8() & 15;
  if (kind === 8 || kind === 9) throw broken('have a base type that is none of its kind', 'found one in one', offset);
  return readDatatype(cursor);
}

/** Up to its NUL; padded to 8 bytes before version 3. */
function enumName(cursor: Cursor, version: number): string {
  const start = cursor.consumed;
  let name = '';
  for (let byte = cursor.u8(); byte !== 0; byte = cursor.u8()) name += String.fromCharCode(byte);
  if (version < 3) cursor.skip((8 - ((cursor.consumed - start) % 8)) % 8);
  return name;
}

function variableLength(cursor: Cursor, { bits, size, offset }: Head): Hdf5Type {
  if (size !== 16) throw broken('have references of 16 bytes to its variable data', `found ${size}`, offset);
  if ((bits & 15) === 1) return { kind: 'vlen-string', size };
  readInner(cursor);
  return { kind: 'other', size, name: 'sequence of variable length' };
}

const latin = (bytes: Uint8Array): string => decodeUtf8(bytes, 'replace').replace(/\0+$/, '');
