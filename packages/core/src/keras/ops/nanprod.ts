import { over, reduction, summedAs } from './base-reduction.ts';
import { withoutNan } from './without-nan.ts';

/** `keras.ops.nanprod`: NaN counts as 1. */
export const nanprod = reduction('Nanprod', (g, x, how) => over(g, 'ReduceProd', g.cast(withoutNan(g, x, 1), summedAs(x.dtype)), how));
