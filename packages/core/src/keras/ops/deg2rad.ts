import { unary } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';
import { doubled } from './operands.ts';

/** `keras.ops.deg2rad`: x * (pi / 180), the quotient rounded to its type; int64 becomes float64. */
export const deg2rad = unary('Deg2rad', (g, given, call) => {
  const x = doubled(g, call, given);
  const factor = x.dtype === 'float64' ? Math.PI / 180 : Math.fround(Math.PI) / 180;
  return g.node('Mul', [x, numberAs(g, factor, x.dtype)]);
});
