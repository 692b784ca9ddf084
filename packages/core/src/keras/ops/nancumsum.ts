import { isFloat } from '../../tensor/dtype.ts';
import { cumulative, cumulativeSum } from './base-cumulative.ts';
import { finite } from './nan-to-num.ts';

/** `keras.ops.nancumsum`: NaN counts as 0, and infinities as the greatest numbers. */
export const nancumsum = cumulative('Nancumsum', cumulativeSum, (g, x) => (isFloat(x.dtype) ? finite(g, x, 0, null, null) : x));
