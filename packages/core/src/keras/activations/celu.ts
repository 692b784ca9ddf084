import { defineActivation } from '../define-activation.ts';

/** `keras.activations.celu` with alpha 1: max(x, 0) + min(0, exp(x) - 1). */
export const celu = defineActivation({
  keras: 'celu',
  lower: (g, x) => g.node('Celu', [x], { alpha: 1 }),
});
