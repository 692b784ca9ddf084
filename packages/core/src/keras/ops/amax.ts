import { extremeReduction } from './base-reduction.ts';

/** `keras.ops.amax`. */
export const amax = extremeReduction('Amax', 'ReduceMax');
