import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { isNumber, pairwise } from './base-elementwise.ts';
import { divided } from './divided.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.floor_divide`: x1 / x2 rounded down; a whole number over 0 is refused. */
export const floorDivide = pairwise('FloorDivide', { weak: true }, (g, pair, call) => {
  if (!isNumber(pair[0].dtype)) throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "FloorDivide" on booleans');
  if (isFloat(pair[0].dtype)) return g.node('Floor', [g.node('Div', pair)]);
  return divided(g, call, pair, (a, b) => floored(g, a, b), 'negate');
});

/** ONNX divides towards 0: one less where something is left and the signs differ. */
function floored(g: GraphBuilder, a: Value, b: Value): Value {
  const [quotient, zero] = [g.node('Div', [a, b]), numberAs(g, 0, a.dtype)];
  const inexact = g.node('Not', [g.node('Equal', [g.node('Mul', [quotient, b]), a])]);
  const apart = g.node('Xor', [g.node('Less', [a, zero]), g.node('Less', [b, zero])]);
  return g.node('Sub', [quotient, g.cast(g.node('And', [inexact, apart]), a.dtype)]);
}
