import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { resultType, tensorsOf } from './operands.ts';

/** `keras.ops.concatenate`: along one axis, in the type in which all meet. */
export const concatenate = defineOperation({
  keras: 'Concatenate',
  arguments: ['xs'],
  config: (f) => f.int('axis', { absent: 0 }),
  lower: (g, axis, call) => {
    const xs = tensorsOf(call, 'xs');
    const dtype = resultType(
      call,
      xs.map((value) => ({ kind: 'value', value })),
    );
    return g.node(
      'Concat',
      xs.map((x) => g.cast(x, dtype)),
      { axis: axisIn(xs[0], axis) },
    );
  },
});
