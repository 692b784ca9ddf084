import { defineActivation } from '../define-activation.ts';

/** `keras.activations.sigmoid`: 1 / (1 + exp(-x)). */
export const sigmoid = defineActivation({
  keras: 'sigmoid',
  recurrent: () => ({ onnx: 'Sigmoid' }),
  lower: (g, x) => g.node('Sigmoid', [x]),
});
