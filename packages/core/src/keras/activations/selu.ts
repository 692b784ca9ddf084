import { defineActivation } from '../define-activation.ts';

/** `keras.activations.selu`: scale * x above 0, scale * alpha * (exp(x) - 1) below, with the constants of TensorFlow (seluop). */
export const selu = defineActivation({
  keras: 'selu',
  lower: (g, x) => g.node('Selu', [x], { alpha: 1.6732632423543772, gamma: 1.0507009873554805 }),
});
