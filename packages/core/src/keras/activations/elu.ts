import { defineActivation } from '../define-activation.ts';

/** `keras.activations.elu` with alpha 1: x above 0, exp(x) - 1 below. */
export const elu = defineActivation({
  keras: 'elu',
  recurrent: () => ({ onnx: 'Elu', alpha: 1 }),
  lower: (g, x) => g.node('Elu', [x], { alpha: 1 }),
});
