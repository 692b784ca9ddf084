import { defineActivation } from '../define-activation.ts';

/** `keras.activations.softmax` over the last axis. */
export const softmax = defineActivation({
  keras: 'softmax',
  lower: (g, x) => g.node('Softmax', [x], { axis: -1 }),
});
