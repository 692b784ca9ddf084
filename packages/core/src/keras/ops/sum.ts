import { plainReduction } from './base-reduction.ts';

/** `keras.ops.sum`. */
export const sum = plainReduction('Sum', 'ReduceSum');
