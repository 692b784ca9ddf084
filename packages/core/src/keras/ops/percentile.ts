import { places, quantiles } from './base-quantile.ts';

/** `keras.ops.percentile`: a quantile at q / 100, that quotient in float32. */
export const percentile = quantiles('Percentile', (g, call) => g.node('Div', [places(g, call), g.scalar(100)]));
