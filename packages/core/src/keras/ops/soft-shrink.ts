import { softShrinkOf } from '../activations/soft-shrink.ts';
import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.soft_shrink`: x moved towards 0 by the threshold. */
export const softShrink = defineOperation({
  keras: 'SoftShrink',
  arguments: ['x'],
  config: (f) => f.number('threshold', { absent: 0.5, min: 0 }),
  lower: (g, threshold, call) => softShrinkOf(g, real(g, call, tensorOf(g, call)), threshold),
});
