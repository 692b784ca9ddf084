import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.AlphaDropout` (keras/src/layers/regularization/alpha_dropout.py). */
export const alphaDropout = trainingOnly('AlphaDropout', (f) => {
  rate(f);
  f.ignore('noise_shape');
});
