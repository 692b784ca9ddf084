import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { carried } from './carried.ts';

/**
 * log(1 + x) without the rounding of 1 + x: log(u) * x / (u - 1) for u = 1 + x near 1, since what u lost stands in both quotients.
 *
 * @see W. Kahan; D. Goldberg, "What Every Computer Scientist Should Know About Floating-Point Arithmetic", theorem 4
 */
export function log1pOf(g: GraphBuilder, x: Value): Value {
  const one = g.scalar(1, x.dtype === 'float64' ? 'float64' : 'float32');
  const unit = g.cast(one, x.dtype);
  const u = carried(g, 'Add', [x, unit]);
  const log = carried(g, 'Log', [u]);
  const exact = g.node('Mul', [log, g.node('Div', [x, g.node('Sub', [u, unit])])]);
  const near = g.node('Less', [g.node('Abs', [x]), g.cast(g.scalar(0.5), x.dtype)]);
  return g.node('Where', [near, g.node('Where', [g.node('Equal', [u, unit]), x, exact]), log]);
}
