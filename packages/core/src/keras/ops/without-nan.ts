import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { everywhere, over, type Reducing } from './base-reduction.ts';
import { numberAs } from './number-as.ts';

/** A number in the place of each NaN; others than floats have none. */
export const withoutNan = (g: GraphBuilder, x: Value, number: number): Value =>
  isFloat(x.dtype) ? g.node('Where', [g.node('IsNaN', [x]), numberAs(g, number, x.dtype), x]) : x;

/** What is found past the NaN, and `empty` where there is nothing else. */
export const unlessNan = (g: GraphBuilder, x: Value, how: Reducing, empty: Value, found: Value): Value =>
  isFloat(x.dtype) ? g.node('Where', [everywhere(g, g.node('IsNaN', [x]), how), empty, found]) : found;

/** The mean of floats past the NaN: NaN where there is nothing else. */
export function meanWithoutNan(g: GraphBuilder, x: Value, how: Reducing): Value {
  const counted = g.cast(g.node('Not', [g.node('IsNaN', [x])]), x.dtype);
  return g.node('Div', [over(g, 'ReduceSum', withoutNan(g, x, 0), how), over(g, 'ReduceSum', counted, how)]);
}

/** The mean of squares around that mean. */
export function varianceWithoutNan(g: GraphBuilder, x: Value, how: Reducing): Value {
  const rest = withoutNan(g, g.node('Sub', [x, meanWithoutNan(g, x, { ...how, keep: how.axes.length > 0 })]), 0);
  const counted = g.cast(g.node('Not', [g.node('IsNaN', [x])]), x.dtype);
  return g.node('Div', [over(g, 'ReduceSum', g.node('Mul', [rest, rest]), how), over(g, 'ReduceSum', counted, how)]);
}
