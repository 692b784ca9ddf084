import { unary } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';
import { doubled } from './operands.ts';

/** `keras.ops.cbrt`: sign(x) * |x| ** (1 / 3); int64 becomes float64. */
export const cbrt = unary('Cbrt', (g, given, call) => {
  const x = doubled(g, call, given);
  const root = carried(g, 'Pow', [g.node('Abs', [x]), numberAs(g, 1 / 3, x.dtype)]);
  return g.node('Mul', [g.node('Sign', [x]), root]);
});
