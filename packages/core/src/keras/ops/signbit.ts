import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';
import { numberAs } from './number-as.ts';
import { expectNoNan, signed } from './signed.ts';

/**
 * `keras.ops.signbit`: below 0, or the zero that is. The sign of a NaN cannot be seen in ONNX: such a call is refused.
 */
export const signbit = unary('Signbit', (g, x, call) => {
  if (x.dtype === 'bool' || x.dtype.startsWith('uint')) return likewise(g, x, g.scalar(0, 'bool'));
  if (isFloat(x.dtype)) expectNoNan(g, x, call);
  return isFloat(x.dtype) ? signed(g, x) : g.node('Less', [x, numberAs(g, 0, x.dtype)]);
});
