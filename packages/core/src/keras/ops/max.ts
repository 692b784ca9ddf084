import { plainReduction } from './base-reduction.ts';

/** `keras.ops.max`. */
export const max = plainReduction('Max', 'ReduceMax');
