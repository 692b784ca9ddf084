import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { log1pOf } from './log1p-of.ts';

/** `keras.ops.logaddexp`: log(e ** x1 + e ** x2), from the greater one; of two equal infinities the infinity. */
export const logaddexp = pairwise('Logaddexp', { real: true }, (g, [a, b]) => {
  const apart = g.node('Sub', [a, b]);
  const below = g.node('Neg', [g.node('Abs', [apart])]);
  const more = log1pOf(g, carried(g, 'Exp', [below]));
  return g.node('Where', [g.node('IsNaN', [apart]), g.node('Add', [a, b]), g.node('Add', [carried(g, 'Max', [a, b]), more])]);
});
