import { isFloat } from '../../tensor/dtype.ts';
import { cumulative, cumulativeProduct } from './base-cumulative.ts';
import { finite } from './nan-to-num.ts';

/** `keras.ops.nancumprod`: NaN counts as 1, and infinities as the greatest numbers. */
export const nancumprod = cumulative('Nancumprod', cumulativeProduct, (g, x) => (isFloat(x.dtype) ? finite(g, x, 1, null, null) : x));
