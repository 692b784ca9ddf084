import { axisList, distinct } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.expand_dims`: new axes of 1, counted in the answer. */
export const expandDims = defineOperation({
  keras: 'ExpandDims',
  arguments: ['x'],
  config: (f) => axisList(f, 'axis'),
  lower: (g, axes, call) => {
    const x = tensorOf(g, call);
    const rank = x.dims.length + axes.length;
    return g.node('Unsqueeze', [x, g.ints(distinct(axes.map((axis) => (axis < 0 ? axis + rank : axis))))]);
  },
});
