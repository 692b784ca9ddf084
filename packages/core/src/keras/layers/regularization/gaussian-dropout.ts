import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.GaussianDropout` (keras/src/layers/regularization/gaussian_dropout.py). */
export const gaussianDropout = trainingOnly('GaussianDropout', rate);
