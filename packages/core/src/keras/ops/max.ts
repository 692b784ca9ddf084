import { startedExtreme } from './base-reduction.ts';

/** `keras.ops.max`; `initial` takes part. */
export const max = startedExtreme('Max', 'ReduceMax', 'Max');
