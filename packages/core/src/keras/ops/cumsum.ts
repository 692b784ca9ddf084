import { cumulative, cumulativeSum } from './base-cumulative.ts';

/** `keras.ops.cumsum` along one axis, or of all in one row. */
export const cumsum = cumulative('Cumsum', cumulativeSum);
