import { rate, trainingOnly } from './training-only.ts';

/** `keras.layers.Dropout` (keras/src/layers/regularization/dropout.py). `noise_shape` shapes what is dropped in training. */
export const dropout = trainingOnly('Dropout', (f) => {
  rate(f);
  f.ignore('noise_shape');
});
