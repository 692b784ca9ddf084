import { channelsOf } from '../channels.ts';
import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.SpatialDropout2D` (keras/src/layers/regularization/spatial_dropout.py). */
export const spatialDropout2d = trainingOnly('SpatialDropout2D', (f) => {
  rate(f);
  channelsOf(f);
});
