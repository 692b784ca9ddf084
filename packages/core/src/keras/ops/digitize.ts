import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';
import { vectorOf } from './vector-of.ts';

/**
 * `keras.ops.digitize`: how many bins are not above x, as int32. Bins are float32; int64 is compared as float32, too.
 */
export const digitize = defineOperation({
  keras: 'Digitize',
  arguments: ['x', 'bins'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    const bins = g.cast(vectorOf(g, call, 'bins'), 'float32');
    const wide = g.cast(x, x.dtype === 'float64' ? 'float64' : 'float32');
    const below = g.node('Less', [g.node('Unsqueeze', [wide, g.ints([-1])]), g.cast(bins, wide.dtype)]);
    return g.node('ReduceSum', [g.cast(g.node('Not', [below]), 'int32'), g.ints([x.dims.length])], { keepdims: 0 });
  },
});
