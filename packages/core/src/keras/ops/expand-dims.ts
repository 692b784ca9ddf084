import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.expand_dims`: new axes of 1, counted in the answer. */
export const expandDims = defineOperation({
  keras: 'ExpandDims',
  arguments: ['x'],
  config: (f) => f.intList('axis'),
  lower: (g, axes, call) => g.node('Unsqueeze', [tensorOf(g, call), g.ints(axes)]),
});
