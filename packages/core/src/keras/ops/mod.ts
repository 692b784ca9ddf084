import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { pairwise } from './base-elementwise.ts';
import { divided } from './divided.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.mod`: what x1 / x2 rounded down leaves, with the sign of x2; a whole number over 0 is refused. */
export const mod = pairwise('Mod', {}, (g, given, call) => {
  const pair = given[0].dtype === 'bool' ? ([g.cast(given[0], 'int32'), g.cast(given[1], 'int32')] as const) : given;
  return isFloat(pair[0].dtype) ? floorMod(g, pair) : divided(g, call, pair, (a, b) => g.node('Mod', [a, b]), 'zero');
});

/** C's `fmod` has the sign of x1: where that is not the sign of x2, one x2 more. */
export function floorMod(g: GraphBuilder, [a, b]: readonly [Value, Value]): Value {
  const [rest, zero] = [g.node('Mod', [a, b], { fmod: 1 }), numberAs(g, 0, a.dtype)];
  const apart = g.node('Xor', [g.node('Less', [rest, zero]), g.node('Less', [b, zero])]);
  const some = g.node('Not', [g.node('Equal', [rest, zero])]);
  return g.node('Where', [g.node('And', [apart, some]), g.node('Add', [rest, b]), rest]);
}
