import { BYTES } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { commonDivisor, magnitudes } from './common-divisor.ts';

/** `keras.ops.gcd`: of whole numbers, by Euclid, unrolled. */
export const gcd = pairwise('Gcd', {}, (g, pair, call) => {
  const { dtype } = pair[0];
  return g.cast(commonDivisor(g, magnitudes(g, call, pair), BYTES[dtype]), dtype);
});
