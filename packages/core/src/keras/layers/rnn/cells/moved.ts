import { BYTES } from '../../../../tensor/dtype.ts';
import type { Weight } from '../../../weight.ts';

/** Elements that stand one after the other: where they are, where they come, how many. */
export type Move = readonly [from: number, to: number, count: number];

/** A weight made of parts of another one, of any type; what no part fills is zero. `change` names what was done. The moves are made when it is read. */
export const moved = (weight: Weight, change: string, dims: readonly number[], moves: () => readonly Move[]): Weight => ({
  dtype: weight.dtype,
  dims,
  key: `${weight.key}|${change}`,
  read: () => {
    const size = BYTES[weight.dtype];
    const bytes = weight.read();
    const made = new Uint8Array(dims.reduce((product, dim) => product * dim, size));
    for (const [from, to, count] of moves()) made.set(bytes.subarray(from * size, (from + count) * size), to * size);
    return made;
  },
});
