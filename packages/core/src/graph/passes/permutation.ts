import type { Dims } from '../dims.ts';

/** As the `perm` of an ONNX Transpose: axis `i` of the result is axis `perm[i]` of the source. */
export type Perm = readonly number[];

export const isIdentityPerm = (perm: Perm): boolean => perm.every((axis, at) => axis === at);
export const samePerm = (a: Perm, b: Perm): boolean => a.length === b.length && a.every((axis, at) => axis === b[at]);

/** One Transpose for two: first `first`, then `second`. */
export const compose = (first: Perm, second: Perm): Perm => second.map((axis) => first[axis] ?? 0);

export function inverse(perm: Perm): Perm {
  const back = perm.map(() => 0);
  perm.forEach((axis, at) => {
    back[axis] = at;
  });
  return back;
}

export const permuted = <T>(items: readonly T[], perm: Perm): T[] => perm.map((axis) => items[axis] as T);

/** Whether only axes of size 1 change their place: the elements stay in their order. */
export function keepsOrder(dims: Dims, perm: Perm): boolean {
  const moved = perm.filter((axis) => dims[axis] !== 1);
  return moved.every((axis, at) => at === 0 || axis > (moved[at - 1] ?? 0));
}

/** Elements of `size` bytes in the order of permuted axes; `dims` are those of the source. */
export function permuteBytes(bytes: Uint8Array, dims: readonly number[], perm: Perm, size: number): Uint8Array {
  const out = new Uint8Array(bytes.length);
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, size));
  const sizes = permuted(dims, perm);
  const steps = permuted(strides, perm);
  const index = sizes.map(() => 0);
  for (let to = 0, from = 0; to < out.length; to += size) {
    for (let byte = 0; byte < size; byte++) out[to + byte] = bytes[from + byte] as number;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      from += steps[axis] as number;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (sizes[axis] as number)) break;
      from -= (steps[axis] as number) * (sizes[axis] as number);
      index[axis] = 0;
    }
  }
  return out;
}
