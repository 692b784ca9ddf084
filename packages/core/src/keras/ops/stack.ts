import { defineOperation } from '../define-operation.ts';
import { resultType, tensorsOf } from './operands.ts';

/** `keras.ops.stack`: joins along a new axis, counted in the answer. */
export const stack = defineOperation({
  keras: 'Stack',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: 0 }),
  lower: (g, axis, call) => {
    const xs = tensorsOf(call, 'x');
    const dtype = resultType(
      call,
      xs.map((value) => ({ kind: 'value', value })),
    );
    const rank = xs[0].dims.length + 1;
    return g.node(
      'Concat',
      xs.map((x) => g.node('Unsqueeze', [g.cast(x, dtype), g.ints([axis])])),
      { axis: axis < 0 ? axis + rank : axis },
    );
  },
});
