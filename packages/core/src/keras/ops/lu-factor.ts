import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { expectFloat, expectRank } from '../layers/expect.ts';
import { exchanged, guardNone, orderOf, part, pivoted, rowNumbers } from './linear-systems.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.lu_factor` of one square matrix of at most 16 rows: both triangles in one, and where each row went, int32 (TensorFlow inverts permutations of vectors alone). */
export const luFactor = defineOperation({
  keras: 'LuFactor',
  arguments: ['x'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    expectRank(x, 2, call);
    const order = orderOf(x, call);
    let [all, rows, zeros] = [x, rowNumbers(g, order), undefined as Value | undefined];
    for (let step = 0; step < order; step++) {
      const pivot = pivoted(g, all, step, order);
      rows = exchanged(g, rows, pivot.order);
      const zero = g.cast(g.node('Equal', [pivot.number, g.scalar(0)]), 'int32');
      zeros = zeros === undefined ? zero : g.node('Add', [zeros, zero]);
      all = eliminated(g, pivot.rows, pivot.row, pivot.number, step, order);
    }
    guardNone(g, zeros as Value, `Cannot take a matrix apart in "${call.name}" that has no inverse`);
    // Row i of the answer to the question where row i went: the place at which it is found.
    const found = g.node('Equal', [g.reshape(rows, [1, order]), rowNumbers(g, order)]);
    return [all, g.cast(g.node('ArgMax', [g.cast(found, 'int32')], { axis: 1, keepdims: 0 }), 'int32')];
  },
});

/** One column done: factors below the number, the rows below without the row. */
function eliminated(g: GraphBuilder, rows: Value, row: Value, number: Value, step: number, order: number): Value {
  if (step === order - 1) return rows;
  const below = g.node('Greater', [rowNumbers(g, order), g.scalar(step, 'int64')]);
  const factors = g.node('Div', [part(g, rows, -1, step, step + 1), number]);
  const right = part(g, rows, -1, step + 1, order);
  const rest = g.node('Where', [below, g.node('Sub', [right, g.node('Mul', [factors, part(g, row, -1, step + 1, order)])]), right]);
  const column = g.node('Where', [below, factors, part(g, rows, -1, step, step + 1)]);
  return g.node('Concat', step === 0 ? [column, rest] : [part(g, rows, -1, 0, step), column, rest], { axis: 1 });
}
