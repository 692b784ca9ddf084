import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';

export const FILL_MODES = ['constant', 'nearest', 'wrap', 'reflect'] as const;
export type FillMode = (typeof FILL_MODES)[number];

/**
 * Where a place outside an axis of `size` cells (a float scalar) is looked up (tensorflow/core/kernels/image/image_ops.h, `MapCoordinate`). A constant
 * leaves it outside.
 */
export function mapped(g: GraphBuilder, place: Value, size: Value, mode: FillMode): Value {
  const last = g.node('Sub', [size, g.scalar(1)]);
  const zero = g.scalar(0);
  if (mode === 'constant') return place;
  const held = (x: Value): Value => g.node('Min', [g.node('Max', [x, zero]), last]);
  if (mode === 'nearest') return held(place);
  const [below, above] = mode === 'wrap' ? wrapped(g, place, size, last) : reflected(g, place, size);
  const moved = g.node('Where', [g.node('Less', [place, zero]), below, g.node('Where', [g.node('Greater', [place, last]), above, place])]);
  // An axis of one cell would be divided by 0.
  return held(g.node('Where', [g.node('LessOrEqual', [size, g.scalar(1)]), zero, moved]));
}

const whole = (g: GraphBuilder, above: Value, below: Value): Value => g.node('Floor', [g.node('Div', [above, below])]);

/** [abcd] to [abcd|abcd|abcd], in steps of one cell less than there are. */
function wrapped(g: GraphBuilder, place: Value, size: Value, last: Value): readonly [below: Value, above: Value] {
  const turns = g.node('Add', [whole(g, g.node('Neg', [place]), last), g.scalar(1)]);
  const below = g.node('Add', [place, g.node('Mul', [size, turns])]);
  return [below, g.node('Sub', [place, g.node('Mul', [size, whole(g, place, last)])])];
}

/** [abcd] to [dcba|abcd|dcba]. */
function reflected(g: GraphBuilder, place: Value, size: Value): readonly [below: Value, above: Value] {
  const double = g.node('Mul', [size, g.scalar(2)]);
  const mirror = (x: Value): Value => g.node('Sub', [g.node('Neg', [x]), g.scalar(1)]);
  const low = g.node('Add', [g.node('Mul', [double, whole(g, g.node('Neg', [place]), double)]), place]);
  const below = g.node('Where', [g.node('Less', [low, g.node('Neg', [size])]), g.node('Add', [low, double]), mirror(low)]);
  const high = g.node('Sub', [place, g.node('Mul', [double, whole(g, place, double)])]);
  return [below, g.node('Where', [g.node('GreaterOrEqual', [high, size]), g.node('Add', [double, mirror(high)]), high])];
}
