import type { Value } from '../../graph/values.ts';
import { pairwise } from './base-elementwise.ts';
import { noNan } from './divide-no-nan.ts';
import { doubledPair } from './doubled-pair.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.hypot`: max * sqrt(1 + (min / max) ** 2), as Keras has it, so NaN for two infinities. */
export const hypot = pairwise('Hypot', {}, (g, pair, call) => {
  const [a, b] = doubledPair(g, pair, call).map((x) => g.node('Abs', [x])) as [Value, Value];
  const [least, most] = [g.node('Min', [a, b]), g.node('Max', [a, b])];
  const ratio = noNan(g, least, most);
  return g.node('Mul', [most, g.node('Sqrt', [g.node('Add', [numberAs(g, 1, a.dtype), g.node('Mul', [ratio, ratio])])])]);
});
