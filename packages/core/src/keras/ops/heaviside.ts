import { pairwise } from './base-elementwise.ts';
import { doubledPair } from './doubled-pair.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.heaviside`: 0 below 0, 1 above, and x2 at 0; whole numbers become floats, int64 float64. */
export const heaviside = pairwise('Heaviside', {}, (g, pair, call) => {
  const [x, middle] = doubledPair(g, pair, call);
  const zero = numberAs(g, 0, x.dtype);
  return g.node('Where', [g.node('Less', [x, zero]), zero, g.node('Where', [g.node('Greater', [x, zero]), numberAs(g, 1, x.dtype), middle])]);
});
