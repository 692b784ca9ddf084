import { axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { reducedAxes } from './base-reduction.ts';
import { real, tensorOf } from './operands.ts';
import { quantileOf } from './quantile-of.ts';

/** `keras.ops.median`: the quantile in the middle. */
export const median = defineOperation({
  keras: 'Median',
  arguments: ['x'],
  config: (f) => ({ axes: reducedAxes(f), keep: f.boolean('keepdims', false) }),
  lower: (g, { axes, keep }, call) => {
    const x = real(g, call, tensorOf(g, call));
    if (axes?.length === 0) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile "Median" over no axis');
    return quantileOf(g, x, { q: g.scalar(0.5, 'float64'), axes: axes === null ? null : axesOf(x, axes), keep, method: 'linear' });
  },
});
