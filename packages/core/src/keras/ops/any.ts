import { truth } from './base-reduction.ts';

/** `keras.ops.any`. */
export const any = truth('Any', 'ReduceMax');
