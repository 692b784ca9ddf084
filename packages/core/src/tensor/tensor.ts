import { BYTES, type DType } from './dtype.ts';

/** Typed array of each dtype; float16 and bfloat16 are raw 16-bit patterns, bool is bytes of 0 and 1. */
export interface ArrayOf {
  bool: Uint8Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  int64: BigInt64Array;
  uint8: Uint8Array;
  uint16: Uint16Array;
  uint32: Uint32Array;
  uint64: BigUint64Array;
  float16: Uint16Array;
  bfloat16: Uint16Array;
  float32: Float32Array;
  float64: Float64Array;
  string: readonly string[];
}

export type NumericDType = Exclude<DType, 'string'>;

/** A tensor in C order (last axis fastest). Strings come as `data: string[]`. */
export type Tensor = { readonly [D in DType]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: ArrayOf[D] } }[DType];

const ARRAYS = {
  bool: Uint8Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
} as const;

/** Number of elements. The product is exact or NaN-free only below 2^53: check budgets first. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, dim) => product * dim, 1);

/**
 * A tensor over little-endian bytes; the bytes are copied only when they are not aligned to the element.
 *
 * @param bytes - exactly `sizeOf(shape) * BYTES[dtype]` bytes, checked by the caller.
 */
export function tensorOf(dtype: NumericDType, shape: readonly number[], bytes: Uint8Array): Tensor {
  const aligned = bytes.byteOffset % BYTES[dtype] === 0 ? bytes : new Uint8Array(bytes);
  const data = new ARRAYS[dtype](aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / BYTES[dtype]);
  return { dtype, shape, data } as Tensor;
}

/** The bytes behind a numeric tensor, as a view. */
export function bytesOf(tensor: Tensor): Uint8Array {
  if (tensor.dtype === 'string') throw new TypeError('A string tensor has no bytes of fixed size');
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** Numbers as the typed array of a dtype, converted as the array's own constructor does (modulo for integers). 16-bit floats are not among them. */
export function arrayOf(dtype: Exclude<NumericDType, 'float16' | 'bfloat16'>, numbers: readonly number[]): Tensor['data'] {
  if (dtype === 'int64') return BigInt64Array.from(numbers, (value) => BigInt(Math.trunc(value)));
  if (dtype === 'uint64') return BigUint64Array.from(numbers, (value) => BigInt(Math.trunc(value)));
  return ARRAYS[dtype].from(numbers);
}
