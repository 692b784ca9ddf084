import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { colours, imageFunction } from './base-image.ts';

/** `keras.ops.image.rgb_to_hsv`: hue, saturation and value from 0 to 1 (tensorflow/core/kernels/image/colorspace_op.h). Gray has the hue 0. */
export const rgbToHsv = imageFunction('RGBToHSV', (g, x, call) => {
  const [r, green, b] = colours(g, x, call);
  const value = g.node('Max', [r, green, b]);
  const range = g.node('Sub', [value, g.node('Min', [r, green, b])]);
  const zero = g.scalar(0);
  const saturation = g.node('Where', [g.node('Greater', [value, zero]), g.node('Div', [range, value]), zero]);
  const norm = g.node('Mul', [g.node('Reciprocal', [range]), g.scalar(1 / 6)]);
  const sector = (a: Value, b: Value, offset: number): Value => g.node('Add', [g.node('Mul', [norm, g.node('Sub', [a, b])]), g.scalar(offset)]);
  const other = g.node('Where', [same(g, green, value), sector(b, r, 2 / 6), sector(r, green, 4 / 6)]);
  const hue = g.node('Where', [g.node('Greater', [range, zero]), g.node('Where', [same(g, r, value), sector(green, b, 0), other]), zero]);
  const turned = g.node('Where', [g.node('Less', [hue, zero]), g.node('Add', [hue, g.scalar(1)]), hue]);
  return g.node('Concat', [turned, saturation, value], { axis: 1 });
});

const same = (g: GraphBuilder, a: Value, b: Value): Value => g.node('Equal', [a, b]);
