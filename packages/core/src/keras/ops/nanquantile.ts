import { places } from './base-quantile.ts';
import { quantilesWithoutNan } from './quantile-without-nan.ts';

/** `keras.ops.nanquantile`: of all that is no NaN. */
export const nanquantile = quantilesWithoutNan('Nanquantile', places, ['x', 'q']);
