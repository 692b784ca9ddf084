import { isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { divided } from './divided.ts';

/** `keras.ops.fmod`: what x1 / x2 rounded towards 0 leaves, with the sign of x1; a whole number over 0 is refused. */
export const fmod = pairwise('Fmod', {}, (g, given, call) => {
  const pair = given[0].dtype === 'bool' ? ([g.cast(given[0], 'int32'), g.cast(given[1], 'int32')] as const) : given;
  if (isFloat(pair[0].dtype)) return g.node('Mod', pair, { fmod: 1 });
  return divided(g, call, pair, (a, b) => g.node('Mul', [g.node('Sign', [a]), g.node('Mod', [g.node('Abs', [a]), g.node('Abs', [b])])]), 'zero');
});
