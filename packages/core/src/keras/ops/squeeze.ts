import { axesField, axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.squeeze`: drops axes of 1; without an axis, all that are known to be 1. */
export const squeeze = defineOperation({
  keras: 'Squeeze',
  arguments: ['x'],
  config: (f) => axesField(f),
  lower: (g, axes, call) => {
    const x = tensorOf(g, call);
    // What a call makes 1 TensorFlow would drop as well: then the rank would depend on the data.
    if (axes === null && x.dims.some((dim) => typeof dim !== 'number'))
      throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "Squeeze" without an axis where a size is known at the call only');
    const dropped = axes === null ? x.dims.flatMap((dim, axis) => (dim === 1 ? [axis] : [])) : axesOf(x, axes);
    return dropped.length === 0 ? x : g.node('Squeeze', [x, g.ints(dropped)]);
  },
});
