import { defineActivation } from '../define-activation.ts';

/** `keras.activations.tanh_shrink`: x - tanh(x). */
export const tanhShrink = defineActivation({
  keras: 'tanh_shrink',
  lower: (g, x) => g.node('Sub', [x, g.node('Tanh', [x])]),
});
