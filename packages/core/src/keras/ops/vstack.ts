import { defineOperation } from '../define-operation.ts';
import { meetingOf } from './list-of.ts';

/** `keras.ops.vstack`: along the first axis, vectors too, as Keras on TensorFlow has it. */
export const vstack = defineOperation({
  keras: 'Vstack',
  arguments: ['xs'],
  lower: (g, _, call) => g.node('Concat', meetingOf(g, call, 'xs'), { axis: 0 }),
});
