import { defineActivation } from '../define-activation.ts';

/** `keras.activations.tanh`. */
export const tanh = defineActivation({
  keras: 'tanh',
  recurrent: () => ({ onnx: 'Tanh' }),
  lower: (g, x) => g.node('Tanh', [x]),
});
