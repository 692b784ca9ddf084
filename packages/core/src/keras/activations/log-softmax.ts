import { defineActivation } from '../define-activation.ts';

/** `keras.activations.log_softmax` over the last axis. */
export const logSoftmax = defineActivation({
  keras: 'log_softmax',
  lower: (g, x) => g.node('LogSoftmax', [x], { axis: -1 }),
});
