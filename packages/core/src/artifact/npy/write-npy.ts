import type { DType } from '../../tensor/dtype.ts';
import { bytesOf, type Tensor } from '../../tensor/tensor.ts';
import { encodeUtf8 } from '../../text/utf8.ts';

const DESCR: Readonly<Record<Exclude<DType, 'string'>, string>> = {
  bool: '|b1',
  int8: '|i1',
  int16: '<i2',
  int32: '<i4',
  int64: '<i8',
  uint8: '|u1',
  uint16: '<u2',
  uint32: '<u4',
  uint64: '<u8',
  float16: '<f2',
  bfloat16: '<f4',
  float32: '<f4',
  float64: '<f8',
};
/** `numpy.lib.format` leaves room for the first dimension to grow to so many digits, and aligns the data to 64 bytes. */
const GROWTH_DIGITS = 21;
const ALIGN = 64;

/** A `.npy` file of version 1.0, byte for byte as `numpy.save` writes it. NumPy has no bfloat16: it becomes float32, which loses nothing. */
export function writeNpy(tensor: Tensor): Uint8Array {
  const { descr, bytes } = bodyOf(tensor);
  const header = headerOf(descr, tensor.shape);
  const out = new Uint8Array(header.length + bytes.length);
  out.set(header);
  out.set(bytes, header.length);
  return out;
}

function headerOf(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const growth = shape.length === 0 ? 0 : GROWTH_DIGITS - String(shape[0]).length;
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }${' '.repeat(growth)}`;
  const length = Math.ceil((10 + text.length + 1) / ALIGN) * ALIGN - 10;
  const bytes = encodeUtf8(`\0NUMPY\x01\0\0\0${text.padEnd(length - 1)}\n`);
  bytes[0] = 0x93;
  bytes[8] = length & 255;
  bytes[9] = length >> 8;
  return bytes;
}

function bodyOf(tensor: Tensor): { descr: string; bytes: Uint8Array } {
  if (tensor.dtype === 'string') return unicode(tensor.data);
  if (tensor.dtype !== 'bfloat16') return { descr: DESCR[tensor.dtype], bytes: bytesOf(tensor) };
  const wide = new Uint32Array(tensor.data.length);
  for (let at = 0; at < wide.length; at++) wide[at] = (tensor.data[at] as number) << 16;
  return { descr: DESCR.bfloat16, bytes: new Uint8Array(wide.buffer) };
}

/** UTF-32, each as long as the longest, at least one. */
function unicode(texts: readonly string[]): { descr: string; bytes: Uint8Array } {
  const points = texts.map((text) => Array.from(text, (char) => char.codePointAt(0) as number));
  const width = points.reduce((most, { length }) => Math.max(most, length), 1);
  const words = new Uint32Array(width * texts.length);
  for (const [at, text] of points.entries()) words.set(text, at * width);
  return { descr: `<U${width}`, bytes: new Uint8Array(words.buffer) };
}
