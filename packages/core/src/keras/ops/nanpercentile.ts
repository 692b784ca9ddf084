import { places } from './base-quantile.ts';
import { quantilesWithoutNan } from './quantile-without-nan.ts';

/** `keras.ops.nanpercentile`: a quantile at q / 100 of all that is no NaN. */
export const nanpercentile = quantilesWithoutNan('Nanpercentile', (g, call) => g.node('Div', [places(g, call), g.scalar(100)]), ['x', 'q']);
