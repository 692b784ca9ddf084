import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { shapeField, stretched } from './stretched.ts';

/** `keras.ops.broadcast_to`: stretched to a shape, each axis of which it has, has as 1, or lacks in front. */
export const broadcastTo = defineOperation({
  keras: 'BroadcastTo',
  arguments: ['x'],
  config: (f) => shapeField(f),
  lower: (g, shape, call) => stretched(g, tensorOf(g, call), shape, call),
});
