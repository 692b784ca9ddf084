import { defineActivation } from '../define-activation.ts';

/** `keras.activations.hard_silu`, also `hard_swish`: x * relu6(x + 3) / 6. */
export const hardSilu = defineActivation({
  keras: 'hard_silu',
  lower: (g, x) => g.node('HardSwish', [x]),
});
