import { places, quantiles } from './base-quantile.ts';

/** `keras.ops.quantile`: linear, whatever method is named, as Keras passes none on (keras/src/ops/numpy.py, `Quantile.call`). */
export const quantile = quantiles('Quantile', places, 'linear');
