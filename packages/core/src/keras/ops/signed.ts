import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { numberAs } from './number-as.ts';

/** Whether a float is negative zero: equal to 0, with a reciprocal below it. */
export function negativeZero(g: GraphBuilder, x: Value): Value {
  const zero = numberAs(g, 0, x.dtype);
  return g.node('And', [g.node('Equal', [x, zero]), g.node('Less', [g.node('Reciprocal', [x]), zero])]);
}

/** Whether the sign bit of a float is set, which of a NaN cannot be told. */
export const signed = (g: GraphBuilder, x: Value): Value => g.node('Or', [g.node('Less', [x, numberAs(g, 0, x.dtype)]), negativeZero(g, x)]);

/** Ends a call with a NaN in it, where the answer of Keras would hang on how its kernel walks. */
export function expectNoNan(g: GraphBuilder, x: Value, call: Call): void {
  const some = g.node('ReduceMax', [g.cast(g.node('IsNaN', [x]), 'uint8')], { keepdims: 0 });
  g.guard({ value: g.node('Equal', [some, g.scalar(0, 'uint8')]), code: 'HG_INPUT_RANGE', message: `Cannot go on in "${call.name}" with a NaN` });
}
