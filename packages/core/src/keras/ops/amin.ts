import { extremeReduction } from './base-reduction.ts';

/** `keras.ops.amin`. */
export const amin = extremeReduction('Amin', 'ReduceMin');
