import { defineOperation } from '../define-operation.ts';
import { meetingOf } from './list-of.ts';

/** `keras.ops.hstack`: along the second axis, or the only one. */
export const hstack = defineOperation({
  keras: 'Hstack',
  arguments: ['xs'],
  lower: (g, _, call) => {
    const xs = meetingOf(g, call, 'xs');
    return g.node('Concat', xs, { axis: xs[0].dims.length === 1 ? 0 : 1 });
  },
});
