import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { multipliedAs, tensordotOf } from './products.ts';
import { row } from './row.ts';

/** `keras.ops.vdot`: the sum of products of all elements. */
export const vdot = pairwise('Vdot', {}, (g, pair) => {
  const [{ dtype }] = pair;
  const [a, b] = pair.map((x) => row(g, g.cast(x, multipliedAs(dtype)))) as [Value, Value];
  return g.cast(tensordotOf(g, a, b, [[0, 0]]), dtype);
});
