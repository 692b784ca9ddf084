import { defineActivation } from '../define-activation.ts';

/** `keras.activations.gelu` with its default, exact: x * (1 + erf(x / sqrt(2))) / 2. (`keras.ops.gelu` is approximate by default.) */
export const gelu = defineActivation({
  keras: 'gelu',
  lower: (g, x) => g.node('Gelu', [x], { approximate: 'none' }),
});
