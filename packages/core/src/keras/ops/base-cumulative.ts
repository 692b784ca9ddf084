import type { GraphBuilder } from '../../graph/builder.ts';
import { isKnown, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { axisIn, dimOf } from '../dims.ts';
import { carried, either } from './carried.ts';
import { dtypeOrNull } from './dtype-or-null.ts';
import { numberAs } from './number-as.ts';
import { positions } from './numbers.ts';
import { tensorOf } from './operands.ts';

export type Cumulate = (g: GraphBuilder, x: Value, axis: number) => Value;

/** What runs along an axis, or along all in one row, in the type that is given; booleans count as int32. */
export const cumulative = (keras: string, cumulate: Cumulate, clean: (g: GraphBuilder, x: Value) => Value = (_, x) => x): AnyOperation =>
  defineOperation({
    keras,
    arguments: ['x'],
    config: (f) => ({ axis: f.numberOrNull('axis', { absent: null }), dtype: dtypeOrNull(f) }),
    lower: (g, { axis, dtype }, call) => {
      const given = clean(g, tensorOf(g, call));
      const typed = g.cast(given, dtype ?? given.dtype);
      const x = typed.dtype === 'bool' ? g.cast(typed, 'int32') : typed;
      return axis === null ? cumulate(g, g.reshape(x, [multiplyDims(x.dims)]), 0) : cumulate(g, x, axisIn(x, axis));
    },
  });

export const cumulativeSum: Cumulate = (g, x, axis) => carried(g, 'CumSum', [x, g.cast(g.scalar(axis, 'int64'), 'int32')]);

/**
 * ONNX has no such product before opset 26: each element is multiplied by that 1, 2, 4, … places before, so that all before it are in.
 * Along an axis of which only a call knows the size, by a triangle of all pairs.
 */
export const cumulativeProduct: Cumulate = (g, x, axis) => {
  const size = dimOf(x, axis);
  if (!isKnown(size)) return triangle(g, x, axis);
  let product = x;
  for (let step = 1; step < size; step *= 2) {
    const head = g.node('Slice', [product, g.ints([0]), g.ints([size - step]), g.ints([axis])]);
    const ones = g.node('Expand', [numberAs(g, 1, x.dtype), g.shape(x, x.dims.with(axis, step))], {}, x.dims.with(axis, step));
    product = g.node('Mul', [product, g.node('Concat', [ones, head], { axis })]);
  }
  return product;
};

/** The product over j of x[j] where j <= i, else 1: [..., i, j, ...]. */
function triangle(g: GraphBuilder, x: Value, axis: number): Value {
  const places = positions(g, x, dimOf(x, axis));
  const behind = x.dims.slice(axis + 1).map((_, at) => at + 2);
  const before = g.node('GreaterOrEqual', [g.node('Unsqueeze', [places, g.ints([1, ...behind])]), g.node('Unsqueeze', [places, g.ints([0, ...behind])])]);
  const terms = either(g, before, g.node('Unsqueeze', [x, g.ints([axis])]), numberAs(g, 1, x.dtype));
  return carried(g, 'ReduceProd', [terms, g.ints([axis + 1])], { keepdims: 0 });
}
