import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.trunc`: towards 0; whole numbers and booleans stay. */
export const trunc = unary('Trunc', (g, x) => {
  if (!isFloat(x.dtype)) return g.node('Identity', [x]);
  const below = g.node('Less', [x, numberAs(g, 0, x.dtype)]);
  return g.node('Where', [below, g.node('Ceil', [x]), g.node('Floor', [x])]);
});
