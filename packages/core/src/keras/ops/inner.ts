import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { multipliedAs, tensordotOf } from './products.ts';

/** `keras.ops.inner`: over the last axes of both; numbers are multiplied. */
export const inner = pairwise('Inner', {}, (g, pair) => {
  const [{ dtype }] = pair;
  const [a, b] = pair.map((x) => g.cast(x, multipliedAs(dtype))) as [Value, Value];
  const plain = a.dims.length === 0 || b.dims.length === 0;
  return g.cast(plain ? g.node('Mul', [a, b]) : tensordotOf(g, a, b, [[-1, -1]]), dtype);
});
