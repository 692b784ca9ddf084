import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** x - threshold above the threshold, x + threshold below its negative, else 0: for a NaN too. */
export function softShrinkOf(g: GraphBuilder, x: Value, threshold: number): Value {
  const [low, high] = [g.scalar(-threshold), g.scalar(threshold)];
  const below = g.node('Where', [g.node('Less', [x, low]), g.node('Add', [x, high]), g.scalar(0, x.dtype)]);
  return g.node('Where', [g.node('Greater', [x, high]), g.node('Sub', [x, high]), below]);
}

/** `keras.activations.soft_shrink` with threshold 0.5. */
export const softShrink = defineActivation({ keras: 'soft_shrink', lower: (g, x) => softShrinkOf(g, x, 0.5) });
