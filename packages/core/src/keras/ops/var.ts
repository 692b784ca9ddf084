import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { reduced, reduction } from './base-reduction.ts';
import { real } from './operands.ts';

/** The mean of squares of what is left when the mean is taken away: without Bessel's correction, in two passes. */
export function variance(g: GraphBuilder, x: Value, axes: readonly number[], keep: boolean): Value {
  const rest = g.node('Sub', [x, reduced(g, 'ReduceMean', x, axes, true)]);
  return reduced(g, 'ReduceMean', g.node('Mul', [rest, rest]), axes, keep);
}

/** `keras.ops.var`. */
export const variances = reduction('Var', (g, x, how, call) => variance(g, real(g, call, x), how.axes, how.keep));
