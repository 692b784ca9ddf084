import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { multipliedAs, tensordotOf } from './products.ts';

/** `keras.ops.dot`: over the last axis of x1 and the last but one of x2; numbers are multiplied. */
export const dot = pairwise('Dot', {}, (g, pair) => {
  const [{ dtype }] = pair;
  const [a, b] = pair.map((x) => g.cast(x, multipliedAs(dtype))) as [Value, Value];
  const plain = a.dims.length === 0 || b.dims.length === 0;
  return g.cast(plain ? g.node('Mul', [a, b]) : tensordotOf(g, a, b, [[-1, b.dims.length === 1 ? -1 : -2]]), dtype);
});
