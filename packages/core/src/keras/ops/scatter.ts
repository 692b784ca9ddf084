import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { scattered } from './scatters.ts';

/** `keras.ops.scatter`: zeros of a shape with values added at some places; what meets in one place is summed up. */
export const scatter = defineOperation({
  keras: 'Scatter',
  arguments: ['indices', 'values'],
  config: (f) => {
    const shape = f.shape('shape');
    if (!shape.every((size) => size !== null) || shape.length > 64) throw f.wrong('shape', 'a list of whole numbers');
    return shape as readonly number[];
  },
  lower: (g, shape, call) => {
    const values = tensorOf(g, call, 'values');
    const zeros = g.node('Expand', [g.scalar(0, values.dtype), g.ints(shape)]);
    return scattered(g, zeros, tensorOf(g, call, 'indices'), values, 'add', call);
  },
});
