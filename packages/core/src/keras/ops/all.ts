import { truth } from './base-reduction.ts';

/** `keras.ops.all`. */
export const all = truth('All', 'ReduceMin');
