import { defineActivation } from '../define-activation.ts';

/** `keras.activations.silu`, also `swish`: x * sigmoid(x). */
export const silu = defineActivation({
  keras: 'silu',
  lower: (g, x) => g.node('Mul', [x, g.node('Sigmoid', [x])]),
});
