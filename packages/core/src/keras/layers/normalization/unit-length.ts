import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';

/**
 * x over its length along `axes`, as Keras reckons it: x * min(1 / sqrt(sum of squares), 1 / shortest), so that a vector of zeros stays one
 * (keras/src/ops/nn.py, `_normalize`).
 */
export function unitLength(g: GraphBuilder, x: Value, axes: readonly number[], shortest: number): Value {
  const squares = g.node('ReduceSum', [g.node('Mul', [x, x]), g.ints(axes)], { keepdims: 1 });
  const inverse = g.node('Reciprocal', [g.node('Sqrt', [squares])]);
  return g.node('Mul', [x, g.node('Min', [inverse, g.scalar(1 / shortest, x.dtype)])]);
}
