import { defineActivation } from '../define-activation.ts';

/** `keras.activations.leaky_relu` with its default slope 0.2 (the layer LeakyReLU has 0.3, ONNX 0.01). */
export const leakyRelu = defineActivation({
  keras: 'leaky_relu',
  recurrent: () => ({ onnx: 'LeakyRelu', alpha: 0.2 }),
  lower: (g, x) => g.node('LeakyRelu', [x], { alpha: 0.2 }),
});
