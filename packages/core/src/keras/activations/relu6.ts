import { defineActivation } from '../define-activation.ts';

/** `keras.activations.relu6`: x between 0 and 6. */
export const relu6 = defineActivation({
  keras: 'relu6',
  lower: (g, x) => g.node('Clip', [x, g.scalar(0, x.dtype), g.scalar(6, x.dtype)]),
});
