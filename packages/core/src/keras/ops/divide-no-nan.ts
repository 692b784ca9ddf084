import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.divide_no_nan`: x1 / x2, and 0 where x2 is 0. */
export const divideNoNan = pairwise('DivideNoNan', { weak: true, real: true }, (g, [a, b]) => noNan(g, a, b));

export const noNan = (g: GraphBuilder, a: Value, b: Value): Value => {
  const zero = numberAs(g, 0, b.dtype);
  return g.node('Where', [g.node('Equal', [b, zero]), zero, g.node('Div', [a, b])]);
};
