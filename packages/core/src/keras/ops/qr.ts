import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { expectOrder, part, rowNumbers } from './linear-systems.ts';
import { tensorOf } from './operands.ts';
import { swapped } from './triangles.ts';

/** `keras.ops.qr` of matrices of at most 16 rows, by Householder's reflections with the signs of Eigen, which TensorFlow calls: -sign on the diagonal of R. */
export const qr = defineOperation({
  keras: 'Qr',
  arguments: ['x'],
  config: (f) => f.oneOf('mode', ['reduced', 'complete'], 'reduced'),
  lower: (g, mode, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const [rows, columns] = [expectOrder(known(x, -2), call), expectOrder(known(x, -1), call)];
    const numbers = rowNumbers(g, rows);
    const unit = g.cast(g.node('Equal', [numbers, g.reshape(numbers, [1, rows])]), x.dtype);
    let [r, q] = [x, unit];
    for (let step = 0; step < Math.min(rows - 1, columns); step++) {
      const mirror = reflection(g, part(g, r, -1, step, step + 1), numbers, unit, step);
      [r, q] = [g.node('MatMul', [mirror, r]), g.node('MatMul', [q, mirror])];
    }
    const size = mode === 'reduced' ? Math.min(rows, columns) : rows;
    const upper = g.node('LessOrEqual', [numbers, g.reshape(rowNumbers(g, columns), [1, columns])]);
    const right = g.node('Where', [upper, r, g.scalar(0)]);
    return [size === rows ? q : part(g, q, -1, 0, size), size === rows ? right : part(g, right, -2, 0, size)];
  },
});

/** 1 - 2 v v' / v'v, which takes a column to the axis `step` and leaves the rows before it. Where there is nothing below, nothing is done. */
function reflection(g: GraphBuilder, column: Value, numbers: Value, unit: Value, step: number): Value {
  const here = g.scalar(step, 'int64');
  const zero = g.scalar(0);
  const total = (x: Value): Value => g.node('ReduceSum', [g.node('Mul', [x, x]), g.ints([-2])], { keepdims: 1 });
  const tail = g.node('Where', [g.node('Greater', [numbers, here]), column, zero]);
  const first = g.node('ReduceSum', [g.node('Where', [g.node('Equal', [numbers, here]), column, zero]), g.ints([-2])], { keepdims: 1 });
  const length = g.node('Sqrt', [g.node('Add', [g.node('Mul', [first, first]), total(tail)])]);
  const moved = g.node('Where', [g.node('GreaterOrEqual', [first, zero]), g.node('Add', [first, length]), g.node('Sub', [first, length])]);
  const v = g.node('Where', [g.node('Equal', [numbers, here]), moved, tail]);
  const square = total(v);
  const none = g.node('Equal', [total(tail), zero]);
  const factor = g.node('Where', [none, zero, g.node('Div', [g.scalar(2), g.node('Where', [none, g.scalar(1), square])])]);
  return g.node('Sub', [unit, g.node('Mul', [factor, g.node('MatMul', [v, swapped(g, v)])])]);
}
