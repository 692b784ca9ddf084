import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { meetingOf } from './list-of.ts';

/** `keras.ops.concatenate`: along one axis, in the type in which all meet. */
export const concatenate = defineOperation({
  keras: 'Concatenate',
  arguments: ['xs'],
  config: (f) => f.int('axis', { absent: 0 }),
  lower: (g, axis, call) => {
    const xs = meetingOf(g, call, 'xs');
    return g.node('Concat', xs, { axis: axisIn(xs[0], axis) });
  },
});
