import { defineActivation } from '../define-activation.ts';

/** `keras.activations.hard_tanh`: x between -1 and 1. */
export const hardTanh = defineActivation({
  keras: 'hard_tanh',
  lower: (g, x) => g.node('Clip', [x, g.scalar(-1), g.scalar(1)]),
});
