import { over, reduction, summedAs } from './base-reduction.ts';
import { withoutNan } from './without-nan.ts';

/** `keras.ops.nansum`: NaN counts as 0. */
export const nansum = reduction('Nansum', (g, x, how) => over(g, 'ReduceSum', g.cast(withoutNan(g, x, 0), summedAs(x.dtype)), how));
