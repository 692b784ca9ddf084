import { unary } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';
import { doubled } from './operands.ts';

/** `keras.ops.rad2deg`: x * (180 / pi), the quotient rounded to its type; int64 becomes float64. */
export const rad2deg = unary('Rad2deg', (g, given, call) => {
  const x = doubled(g, call, given);
  const factor = x.dtype === 'float64' ? 180 / Math.PI : 180 / Math.fround(Math.PI);
  return g.node('Mul', [x, numberAs(g, factor, x.dtype)]);
});
