import { plainReduction } from './base-reduction.ts';

/** `keras.ops.amin`. */
export const amin = plainReduction('Amin', 'ReduceMin');
