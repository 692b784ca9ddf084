import { startedExtreme } from './base-reduction.ts';

/** `keras.ops.min`; `initial` takes part. */
export const min = startedExtreme('Min', 'ReduceMin', 'Min');
