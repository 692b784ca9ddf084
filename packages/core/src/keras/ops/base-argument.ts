import type { GraphBuilder } from '../../graph/builder.ts';
import { multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';
import { negativeZero } from './signed.ts';

/** Smallest normal numbers: what Keras puts in the place of a negative zero, so that it is below the other one. */
const TINY = { float32: 2 ** -126, float64: 2 ** -1022 } as const;

/** Along one axis, or all in one row: an axis and the tensor that it is one of. */
function along(g: GraphBuilder, x: Value, axis: number | null): readonly [Value, number] {
  return axis === null ? [g.reshape(x, [multiplyDims(x.dims)]), 0] : [x, axisIn(x, axis)];
}

/** Where the greatest or least element stands, the first of equals, as int32. */
export function place(g: GraphBuilder, onnx: 'ArgMax' | 'ArgMin', given: Value, axis: number | null, keep: boolean): Value {
  const x = isFloat(given.dtype) ? apartZeros(g, given) : given;
  const [row, at] = along(g, x, axis);
  const found = g.cast(carried(g, onnx, [row], { axis: at, keepdims: axis !== null && keep ? 1 : 0 }), 'int32');
  return axis === null && keep
    ? g.reshape(
        found,
        given.dims.map(() => 1),
      )
    : found;
}

const apartZeros = (g: GraphBuilder, x: Value): Value =>
  g.node('Where', [negativeZero(g, x), numberAs(g, -TINY[x.dtype === 'float64' ? 'float64' : 'float32'], x.dtype), x]);

/** What `reduce` makes of an axis or of all. */
export const argument = (keras: string, lower: (g: GraphBuilder, x: Value, axis: number | null, keep: boolean) => Value): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ axis: (f.raw('axis') ?? null) === null ? null : f.int('axis'), keep: f.boolean('keepdims', false) }),
    lower: (g, { axis, keep }, call) => lower(g, tensorOf(g, call), axis, keep),
  });

/** As `place`, past the NaN; -1 where there is nothing else. */
export function placeWithoutNan(g: GraphBuilder, onnx: 'ArgMax' | 'ArgMin', x: Value, axis: number | null, keep: boolean): Value {
  if (!isFloat(x.dtype)) return place(g, onnx, x, axis, keep);
  const nan = g.node('IsNaN', [x]);
  const least = numberAs(g, onnx === 'ArgMax' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY, x.dtype);
  const found = place(g, onnx, g.node('Where', [nan, least, x]), axis, keep);
  const axes = axis === null ? x.dims.map((_, at) => at) : [axisIn(x, axis)];
  const all = g.cast(g.node('ReduceMin', [g.cast(nan, 'uint8'), g.ints(axes)], { keepdims: keep ? 1 : 0 }), 'bool');
  return g.node('Where', [all, g.scalar(-1, 'int32'), found]);
}
