import { plainReduction } from './base-reduction.ts';

/** `keras.ops.amax`. */
export const amax = plainReduction('Amax', 'ReduceMax');
