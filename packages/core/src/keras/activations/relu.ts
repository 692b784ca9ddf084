import { defineActivation } from '../define-activation.ts';

/** `keras.activations.relu` with its defaults: max(x, 0). */
export const relu = defineActivation({
  keras: 'relu',
  recurrent: () => ({ onnx: 'Relu' }),
  lower: (g, x) => g.node('Relu', [x]),
});
