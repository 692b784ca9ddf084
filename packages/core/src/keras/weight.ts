import type { DType } from '../tensor/dtype.ts';

/**
 * One weight, as a thunk: nothing is read before it is written into the Program. Hands itself to `GraphBuilder.constant` as it is.
 *
 * `key` names the weight and what was done to it, so that a shared layer's weight becomes one constant.
 */
export interface Weight {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly key: string;
  read(): Uint8Array;
}

/** The float32 elements of a weight, in C order. */
export function floatsOf(weight: Weight): Float32Array {
  const bytes = weight.read();
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / 4);
}

export function mapWeight(weight: Weight, change: string, dims: readonly number[], map: (values: Float32Array) => Float32Array): Weight {
  return { dtype: weight.dtype, dims, key: `${weight.key}|${change}`, read: () => bytesOfFloats(map(floatsOf(weight))) };
}

export const bytesOfFloats = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The same elements under other dims. */
export const reshapeWeight = (weight: Weight, dims: readonly number[]): Weight => ({ ...weight, dims, key: `${weight.key}|[${dims.join()}]` });

/** Axes reordered: dim `i` of the result is dim `perm[i]` of the weight. */
export function permuteWeight(weight: Weight, perm: readonly number[]): Weight {
  const dims = perm.map((axis) => weight.dims[axis] ?? 1);
  return mapWeight(weight, `(${perm.join()})`, dims, (values) => permute(values, weight.dims, perm));
}

/**
 * Writes in order and reads in strides: the last axis of the result is a plain loop, the outer ones an odometer.
 *
 * @param dims - of `values`; `perm[i]` is the axis of `values` that becomes axis `i`.
 */
export function permute(values: Float32Array, dims: readonly number[], perm: readonly number[]): Float32Array {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));
  const sizes = perm.map((axis) => dims[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  const out = new Float32Array(values.length);
  const rank = sizes.length;
  if (rank === 0) return values.slice();
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
export const filledWeight = (value: number, dims: readonly number[]): Weight => ({
  dtype: 'float32',
  dims,
  key: `filled:${value}[${dims.join()}]`,
  read: () => bytesOfFloats(new Float32Array(dims.reduce((product, dim) => product * dim, 1)).fill(value)),
});
