import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { log1pOf } from './log1p-of.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.logaddexp2`: log2(2 ** x1 + 2 ** x2), from the greater one; of two equal infinities the infinity. */
export const logaddexp2 = pairwise('Logaddexp2', { real: true }, (g, [a, b]) => {
  const apart = g.node('Sub', [a, b]);
  const below = g.node('Neg', [g.node('Abs', [apart])]);
  const log2 = numberAs(g, Math.LN2, a.dtype);
  const more = log1pOf(g, carried(g, 'Exp', [g.node('Mul', [below, log2])]));
  return g.node('Where', [g.node('IsNaN', [apart]), g.node('Add', [a, b]), g.node('Add', [carried(g, 'Max', [a, b]), g.node('Div', [more, log2])])]);
});
