import { defineActivation } from '../define-activation.ts';

/** `keras.activations.hard_shrink` with threshold 0.5: x where |x| > 0.5, else 0. */
export const hardShrink = defineActivation({
  keras: 'hard_shrink',
  lower: (g, x) => g.node('Where', [g.node('Greater', [g.node('Abs', [x]), g.scalar(0.5)]), x, g.scalar(0)]),
});
