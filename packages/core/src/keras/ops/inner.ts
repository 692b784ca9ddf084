import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { multipliedAs, tensordotOf } from './products.ts';

/** `keras.ops.inner`: over the last axes of both. One without an axis Keras itself cannot use in a model. */
export const inner = pairwise('Inner', {}, (g, pair) => {
  const [{ dtype }] = pair;
  const [a, b] = pair.map((x) => g.cast(x, multipliedAs(dtype))) as [Value, Value];
  return g.cast(tensordotOf(g, a, b, [[-1, -1]]), dtype);
});
