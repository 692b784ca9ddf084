import { BYTES, type DType } from '../tensor/dtype.ts';
import { arrayOf } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';

/**
 * One weight, as a thunk: nothing is read before it is written into the Program. Hands itself to `GraphBuilder.constant` as it is.
 *
 * `key` names the weight and what was done to it, so that a shared layer's weight becomes one constant.
 */
export interface Weight {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly key: string;
  /** The same in another type, for weights that no file holds. */
  readonly as?: (dtype: DType) => Weight;
  read(): Uint8Array;
}

/** The float32 elements of a weight, in C order. @throws HG_UNSUPPORTED_DTYPE for a weight of float64. */
export function floatsOf(weight: Weight): Float32Array {
  if (weight.dtype !== 'float32') throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot reckon with a weight of the type "${weight.dtype}" here`);
  const bytes = weight.read();
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / 4);
}

export function mapWeight(weight: Weight, change: string, dims: readonly number[], map: (values: Float32Array) => Float32Array): Weight {
  return { dtype: weight.dtype, dims, key: `${weight.key}|${change}`, read: () => bytesOfFloats(map(floatsOf(weight))) };
}

export const bytesOfFloats = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The same elements under other dims. */
export function reshapeWeight(weight: Weight, dims: readonly number[]): Weight {
  const { as } = weight;
  return { ...weight, dims, key: `${weight.key}|[${dims.join()}]`, ...(as === undefined ? {} : { as: (dtype) => reshapeWeight(as(dtype), dims) }) };
}

/** Axes reordered: dim `i` of the result is dim `perm[i]` of the weight. */
export function permuteWeight(weight: Weight, perm: readonly number[]): Weight {
  const dims = perm.map((axis) => weight.dims[axis] ?? 1);
  if (weight.dtype === 'float32') return mapWeight(weight, `(${perm.join()})`, dims, (values) => permute(values, weight.dims, perm));
  const Elements = weight.dtype === 'float64' ? Float64Array : Int8Array;
  if (BYTES[weight.dtype] !== Elements.BYTES_PER_ELEMENT)
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot transpose a weight of the type "${weight.dtype}" here`);
  const read = (): Uint8Array => {
    const { buffer, byteOffset, byteLength } = permute(new Elements(alignedBytes(weight)), weight.dims, perm);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  return { dtype: weight.dtype, dims, key: `${weight.key}|(${perm.join()})`, read };
}

/** The bytes of a weight in memory of their own, where a typed array may begin. */
const alignedBytes = (weight: Weight): ArrayBuffer => new Uint8Array(weight.read()).buffer;

/**
 * Writes in order and reads in strides: the last axis of the result is a plain loop, the outer ones an odometer.
 *
 * @param dims - of `values`; `perm[i]` is the axis of `values` that becomes axis `i`.
 */
export function permute<Values extends Float32Array | Float64Array | Int8Array>(values: Values, dims: readonly number[], perm: readonly number[]): Values {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const sizes = perm.map((axis) => dims[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const out = values.slice() as Values;
  const rank = sizes.length;
  if (rank === 0) return out;
  const [width, step] = [sizes[rank - 1] ?? 1, steps[rank - 1] ?? 1];
  const index = new Array<number>(rank).fill(0);
  for (let to = 0, from = 0; to < out.length; ) {
    for (let column = 0, at = from; column < width; column++, at += step) out[to++] = values[at] as number;
    for (let axis = rank - 2; axis >= 0; axis--) {
      from += steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (sizes[axis] as number)) break;
      from -= (steps[axis] as number) * (sizes[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}

/** A weight that no file holds: the same number everywhere. As a thunk it costs nothing before the budget is checked. */
export const filledWeight = (value: number, dims: readonly number[]): Weight => filledAs(value, dims, 'float32');

const filledAs = (value: number, dims: readonly number[], dtype: DType): Weight => ({
  dtype,
  dims,
  key: `filled:${dtype}:${value}[${dims.join()}]`,
  as: (other) => filledAs(value, dims, other),
  read: () => bytesOfFloats(arrayOf(dtype as 'float32', new Array<number>(dims.reduce((product, dim) => product * dim, 1)).fill(value)) as Float32Array),
});
