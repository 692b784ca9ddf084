import { channelsOf } from '../channels.ts';
import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.SpatialDropout3D` (keras/src/layers/regularization/spatial_dropout.py). */
export const spatialDropout3d = trainingOnly('SpatialDropout3D', (f) => {
  rate(f);
  channelsOf(f);
});
