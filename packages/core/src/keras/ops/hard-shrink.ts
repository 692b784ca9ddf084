import { hardShrinkOf } from '../activations/hard-shrink.ts';
import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.hard_shrink`: x where |x| > threshold, else 0. */
export const hardShrink = defineOperation({
  keras: 'HardShrink',
  arguments: ['x'],
  config: (f) => f.number('threshold', { absent: 0.5, min: 0 }),
  lower: (g, threshold, call) => hardShrinkOf(g, real(g, call, tensorOf(g, call)), threshold),
});
