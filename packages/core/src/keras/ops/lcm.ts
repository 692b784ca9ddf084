import { BYTES } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { commonDivisor, magnitudes } from './common-divisor.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.lcm`: of whole numbers: x1 * (x2 / gcd), and 0 where both are 0. */
export const lcm = pairwise('Lcm', {}, (g, pair, call) => {
  const { dtype } = pair[0];
  const [a, b] = magnitudes(g, call, pair);
  const divisor = g.node('Max', [commonDivisor(g, [a, b], BYTES[dtype]), numberAs(g, 1, a.dtype)]);
  return g.cast(g.node('Mul', [a, g.node('Div', [b, divisor])]), dtype);
});
