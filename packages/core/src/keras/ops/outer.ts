import { pairwise } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { row } from './row.ts';

/** `keras.ops.outer`: each element of x1 times each of x2. */
export const outer = pairwise('Outer', {}, (g, [a, b]) => {
  const pair = [g.node('Unsqueeze', [row(g, a), g.ints([1])]), row(g, b)];
  return a.dtype === 'bool' ? g.node('And', pair) : carried(g, 'Mul', pair);
});
