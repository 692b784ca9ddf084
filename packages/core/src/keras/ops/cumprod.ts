import { cumulative, cumulativeProduct } from './base-cumulative.ts';

/** `keras.ops.cumprod` along one axis, or of all in one row. */
export const cumprod = cumulative('Cumprod', cumulativeProduct);
