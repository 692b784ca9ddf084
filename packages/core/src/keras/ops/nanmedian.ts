import { quantilesWithoutNan } from './quantile-without-nan.ts';

/** `keras.ops.nanmedian`: of all that is no NaN. */
export const nanmedian = quantilesWithoutNan('Nanmedian', (g) => g.scalar(0.5, 'float64'), ['x']);
