import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** x - threshold above the threshold, x + threshold below its negative, else 0. */
export const softShrinkOf = (g: GraphBuilder, x: Value, threshold: number): Value =>
  g.node('Sub', [x, g.node('Clip', [x, g.scalar(-threshold), g.scalar(threshold)])]);

/** `keras.activations.soft_shrink` with threshold 0.5. */
export const softShrink = defineActivation({ keras: 'soft_shrink', lower: (g, x) => softShrinkOf(g, x, 0.5) });
