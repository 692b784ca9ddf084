import { axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { over, reducedAxes, summedAs } from './base-reduction.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.prod`; small integers are multiplied in 32 bits, unless a type is given: then, as in Keras, they stay what they are. */
export const prod = defineOperation({
  keras: 'Prod',
  arguments: ['x'],
  config: (f) => ({ axes: reducedAxes(f), keep: f.boolean('keepdims', false), typed: dtypeOrNull(f) !== undefined }),
  lower: (g, { axes, keep, typed }, call) => {
    const x = tensorOf(g, call);
    return over(g, 'ReduceProd', typed ? x : g.cast(x, summedAs(x.dtype)), { axes: axesOf(x, axes), keep });
  },
});
