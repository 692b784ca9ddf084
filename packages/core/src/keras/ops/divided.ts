import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { DType } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { numberAs } from './number-as.ts';

const WIDER: Readonly<Partial<Record<DType, DType>>> = { int8: 'int32', uint8: 'int32', int16: 'int32', uint16: 'int32', int32: 'int64', uint32: 'int64' };

/**
 * Runs a division of whole numbers in a wider type, where the least number over -1 does not overflow: in ONNX Runtime that, and a division by 0, end the
 * process. A call that divides by 0 is refused, as TensorFlow refuses it. int64 has no wider type: there -1 stands apart.
 */
export function divided(
  g: GraphBuilder,
  call: Call,
  [a, b]: readonly [Value, Value],
  divide: (a: Value, b: Value) => Value,
  byMinusOne: 'negate' | 'zero',
): Value {
  const zero = numberAs(g, 0, b.dtype);
  expectNonzero(g, call, b, zero);
  const wide = WIDER[a.dtype] ?? a.dtype;
  const safe = g.cast(nonzero(g, b, zero), wide);
  if (wide !== a.dtype) return g.cast(divide(g.cast(a, wide), safe), a.dtype);
  const minus = g.node('Equal', [safe, numberAs(g, -1, wide)]);
  const apart = divide(a, g.node('Where', [minus, numberAs(g, 1, wide), safe]));
  return g.node('Where', [minus, byMinusOne === 'negate' ? g.node('Sub', [zero, a]) : zero, apart]);
}

/** 1 in the place of 0: b + (b == 0). */
const nonzero = (g: GraphBuilder, b: Value, zero: Value): Value => g.node('Add', [b, g.cast(g.node('Equal', [b, zero]), b.dtype)]);

function expectNonzero(g: GraphBuilder, call: Call, b: Value, zero: Value): void {
  const some = g.node('ReduceMax', [g.cast(g.node('Equal', [b, zero]), 'uint8')], { keepdims: 0 });
  g.guard({ value: g.node('Equal', [some, g.scalar(0, 'uint8')]), code: 'HG_INPUT_RANGE', message: `Cannot divide a whole number by 0 in "${call.name}"` });
}
