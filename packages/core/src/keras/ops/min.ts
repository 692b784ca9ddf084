import { plainReduction } from './base-reduction.ts';

/** `keras.ops.min`. */
export const min = plainReduction('Min', 'ReduceMin');
