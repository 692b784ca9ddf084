import type { Value } from '../../graph/values.ts';
import { colours, imageFunction } from './base-image.ts';

/** `keras.ops.image.hsv_to_rgb` (tensorflow/core/kernels/image/colorspace_op.h): a hue outside 0 to 1 is not turned back. */
export const hsvToRgb = imageFunction('HSVToRGB', (g, x, call) => {
  const [h, s, v] = colours(g, x, call);
  const turn = g.node('Mul', [h, g.scalar(6)]);
  const from = (at: number): Value => g.node('Abs', [g.node('Sub', [turn, g.scalar(at)])]);
  const parts = [g.node('Sub', [from(3), g.scalar(1)]), g.node('Sub', [g.scalar(2), from(2)]), g.node('Sub', [g.scalar(2), from(4)])];
  const rest = g.node('Sub', [g.scalar(1), s]);
  const channel = (part: Value): Value => {
    const held = g.node('Clip', [part, g.scalar(0), g.scalar(1)]);
    return g.node('Mul', [g.node('Add', [rest, g.node('Mul', [s, held])]), v]);
  };
  return g.node('Concat', parts.map(channel), { axis: 1 });
});
