import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';
import { signed } from './signed.ts';

/**
 * `keras.ops.arctan2`: the angle of (x2, x1), by the arctangent of the smaller over the greater, so that nothing overflows and infinities have their
 * angles; a negative zero is on its side of the axis.
 */
export const arctan2 = pairwise('Arctan2', { real: true }, (g, [y, x]) => angleOf(g, y, x));

export function angleOf(g: GraphBuilder, y: Value, x: Value): Value {
  const [high, wide] = [g.node('Abs', [y]), g.node('Abs', [x])];
  const [least, most] = [carried(g, 'Min', [high, wide]), carried(g, 'Max', [high, wide])];
  const one = numberAs(g, 1, x.dtype);
  // Of two equal ones, infinite or not, the quotient is 1, and of two zeros 0.
  const ratio = g.node('Where', [g.node('Equal', [least, most]), g.node('Min', [most, one]), g.node('Div', [least, most])]);
  const acute = carried(g, 'Atan', [ratio]);
  const steep = g.node('Where', [g.node('Greater', [high, wide]), g.node('Sub', [numberAs(g, Math.PI / 2, x.dtype), acute]), acute]);
  const whole = g.node('Where', [signed(g, x), g.node('Sub', [numberAs(g, Math.PI, x.dtype), steep]), steep]);
  return g.node('Where', [signed(g, y), g.node('Neg', [whole]), whole]);
}
