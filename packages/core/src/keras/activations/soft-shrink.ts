import { defineActivation } from '../define-activation.ts';

/** `keras.activations.soft_shrink` with threshold 0.5: x - 0.5 above 0.5, x + 0.5 below -0.5, else 0. */
export const softShrink = defineActivation({
  keras: 'soft_shrink',
  lower: (g, x) => g.node('Sub', [x, g.node('Clip', [x, g.scalar(-0.5), g.scalar(0.5)])]),
});
