import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.SpatialDropout1D` (keras/src/layers/regularization/spatial_dropout.py). */
export const spatialDropout1d = trainingOnly('SpatialDropout1D', rate);
