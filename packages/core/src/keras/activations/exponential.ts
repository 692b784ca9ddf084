import { defineActivation } from '../define-activation.ts';

/** `keras.activations.exponential`: e to the x. */
export const exponential = defineActivation({
  keras: 'exponential',
  lower: (g, x) => g.node('Exp', [x]),
});
