import { type NumericDType, type Tensor, tensorOf } from '../../tensor/tensor.ts';
import { decodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import type { Limits } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { swapped } from '../byte-order.ts';
import { Cursor } from '../cursor.ts';
import { type NpyHeader, readNpyHeader } from './npy-header.ts';

export type NpyLimits = Pick<Limits, 'maxTensorBytes'>;

/** As much as NumPy itself reads of a file that it does not trust. */
const MAX_HEADER = 10_000;
const NUMBERS: Readonly<Record<string, NumericDType>> = {
  b1: 'bool',
  i1: 'int8',
  i2: 'int16',
  i4: 'int32',
  i8: 'int64',
  u1: 'uint8',
  u2: 'uint16',
  u4: 'uint32',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

/** Bytes of an element in the file, and what becomes of them. */
type Element =
  | { readonly kind: 'number'; readonly dtype: NumericDType; readonly size: number; readonly bigEndian: boolean }
  | { readonly kind: 'unicode' | 'bytes'; readonly size: number; readonly bigEndian: boolean };

/**
 * Reads a `.npy` array of version 1, 2 or 3 into a tensor in C order, little-endian. Strings (`U`, and `S` in UTF-8) become a string tensor.
 *
 * The file must end with the array. Object arrays are pickles, and refused like every type that is no tensor's.
 *
 * @throws HG_ARTIFACT_NPY, HG_ARTIFACT_TRUNCATED; HG_LIMIT_TENSOR before the memory is taken.
 */
export function readNpy(source: ByteSource, limits: NpyLimits): Tensor {
  const { header, offset } = readHeader(source);
  const element = elementOf(header.descr);
  const count = header.shape.includes(0) ? 0 : header.shape.reduce((product, dim) => product * dim, 1);
  const length = count * element.size;
  if (length > limits.maxTensorBytes)
    throw new HorngateError('HG_LIMIT_TENSOR', `Cannot read the array as it must have at most ${limits.maxTensorBytes} bytes: it declares ${length}`, {
      where: { offset },
    });
  if (source.size - offset > length) throw wrong('end with the array', `${source.size - offset - length} bytes follow`);
  return tensorFrom(header, element, source.read(offset, length), count);
}

function readHeader(source: ByteSource): { header: NpyHeader; offset: number } {
  const start = new Cursor(source.read(0, Math.min(12, source.size)));
  const magic = start.bytes(6);
  if (![0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, at) => byte === magic[at])) throw wrong('start with its signature', 'it does not');
  const [major, minor] = [start.u8(), start.u8()];
  if (major < 1 || major > 3 || minor !== 0) throw wrong('be of version 1.0, 2.0 or 3.0', `it is ${major}.${minor}`);
  const length = major === 1 ? start.u16() : start.u32();
  if (length > MAX_HEADER) throw wrong(`have a header of at most ${MAX_HEADER} bytes`, `it has ${length}`);
  const bytes = source.read(start.offset, length);
  const text = decodeUtf8(bytes); // Latin-1 before version 3, but a type or a shape has ASCII alone
  if (text === undefined) throw wrong('have a header of text', 'it is none');
  return { header: readNpyHeader(text), offset: start.offset + length };
}

function elementOf(descr: string): Element {
  const [, order = '', code = '', digits = ''] = /^([<>|])([a-zA-Z?])(\d{1,9})$/.exec(descr) ?? [];
  if (code === 'O' || /O/.test(descr)) throw wrong('hold no Python objects, which are pickles', `found ${JSON.stringify(descr)}`);
  const bigEndian = order === '>';
  const dtype = Object.hasOwn(NUMBERS, code + digits) ? NUMBERS[code + digits] : undefined;
  const size = Number(digits);
  if (dtype !== undefined && (order !== '|' || size === 1)) return { kind: 'number', dtype, size, bigEndian };
  if (code === 'U' && size > 0 && order !== '|') return { kind: 'unicode', size: 4 * size, bigEndian };
  if (code === 'S' && size > 0) return { kind: 'bytes', size, bigEndian: false };
  throw wrong('be of a type that tensors have', `found ${JSON.stringify(descr.slice(0, 50))}`);
}

function tensorFrom({ shape, fortranOrder }: NpyHeader, element: Element, raw: Uint8Array, count: number): Tensor {
  const inOrder = fortranOrder && shape.length > 1 && count > 0 ? cOrder(raw, shape, element.size) : raw;
  if (element.kind !== 'number') return { dtype: 'string', shape, data: strings(inOrder, element, count) };
  const bytes = element.bigEndian ? swapped(inOrder, element.size) : inOrder;
  return tensorOf(element.dtype, shape, element.dtype === 'bool' ? bytes.map((byte) => (byte === 0 ? 0 : 1)) : bytes);
}

/** First axis fastest, to last axis fastest. */
function cOrder(raw: Uint8Array, shape: readonly number[], size: number): Uint8Array {
  const out = new Uint8Array(raw.length);
  const steps = shape.map((_, axis) => shape.slice(0, axis).reduce((product, dim) => product * dim, size));
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < out.length; to += size) {
    for (let byte = 0; byte < size; byte++) out[to + byte] = raw[from + byte] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const [dim, step, at] = [shape[axis] as number, steps[axis] as number, (index[axis] as number) + 1];
      from += step;
      if (at < dim) {
        index[axis] = at;
        break;
      }
      index[axis] = 0;
      from -= step * dim;
    }
  }
  return out;
}

function strings(bytes: Uint8Array, { kind, size, bigEndian }: Element, count: number): string[] {
  const decode = kind === 'unicode' ? (part: Uint8Array): string => unicode(part, bigEndian) : utf8;
  return Array.from({ length: count }, (_, at) => decode(bytes.subarray(at * size, at * size + size)));
}

/** UTF-32 without the zeros at the end. */
function unicode(bytes: Uint8Array, bigEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const points = Array.from({ length: bytes.length / 4 }, (_, at) => view.getUint32(at * 4, !bigEndian));
  if (points.some((point) => point > 0x10ffff)) throw wrong('have strings of Unicode', 'one is not');
  while (points.at(-1) === 0) points.pop();
  let text = '';
  for (const point of points) text += String.fromCodePoint(point);
  return text;
}

function utf8(bytes: Uint8Array): string {
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end--;
  const text = decodeUtf8(bytes.subarray(0, end));
  if (text === undefined) throw wrong('have strings in UTF-8', 'one is not');
  return text;
}

function wrong(wanted: string, found: string): HorngateError {
  return new HorngateError('HG_ARTIFACT_NPY', `Cannot read the array as it must ${wanted}: ${found}`);
}
