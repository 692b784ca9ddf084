import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** x where |x| > threshold, else 0. */
export const hardShrinkOf = (g: GraphBuilder, x: Value, threshold: number): Value =>
  g.node('Where', [g.node('Greater', [g.node('Abs', [x]), g.scalar(threshold)]), x, g.scalar(0)]);

/** `keras.activations.hard_shrink` with threshold 0.5. */
export const hardShrink = defineActivation({ keras: 'hard_shrink', lower: (g, x) => hardShrinkOf(g, x, 0.5) });
