import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import type { Fields } from '../../fields.ts';

interface Rectifier {
  readonly most: number | null;
  readonly slope: number;
  readonly threshold: number;
}

/** What the layer ReLU and the operation of this name have in their configs. */
export const readRectifier = (f: Fields): Rectifier => ({
  most: f.numberOrNull('max_value', { min: 0, absent: null }),
  slope: f.number('negative_slope', { min: 0, absent: 0 }),
  threshold: f.number('threshold', { min: 0, absent: 0 }),
});

/** The steps of `ReLU.static_call` (keras/src/activations/activations.py). At the threshold itself the answer is 0, not x: Keras compares with `>`. */
export function rectified(g: GraphBuilder, x: Value, { most, slope, threshold }: Rectifier): Value {
  if (slope !== 0 && most === null && threshold === 0) return g.node('LeakyRelu', [x], { alpha: slope });
  const upper = clipped(g, above(g, x, threshold), most);
  if (slope === 0) return upper;
  const below = g.node('Relu', [g.node('Sub', [g.scalar(threshold, x.dtype), x])]);
  return g.node('Sub', [upper, g.node('Mul', [below, g.scalar(slope, x.dtype)])]);
}

/** `keras.layers.ReLU`, also ReLU6 and the thresholded and leaky kinds. */
export const relu = defineLayer({ keras: 'ReLU', mask: 'pass', config: readRectifier, lower: (g, [x], config) => rectified(g, x, config) });

function above(g: GraphBuilder, x: Value, threshold: number): Value {
  if (threshold === 0) return g.node('Relu', [x]);
  return g.node('Where', [g.node('Greater', [x, g.scalar(threshold, x.dtype)]), x, g.scalar(0, x.dtype)]);
}

const clipped = (g: GraphBuilder, x: Value, most: number | null): Value => (most === null ? x : g.node('Min', [x, g.scalar(most, x.dtype)]));
