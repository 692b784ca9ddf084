import { trainingOnly } from './training-only.ts';

/** `keras.layers.GaussianNoise` (keras/src/layers/regularization/gaussian_noise.py). Keras 2 allowed a `stddev` above 1, which changes nothing here. */
export const gaussianNoise = trainingOnly('GaussianNoise', (f) => {
  f.number('stddev', { min: 0 });
});
