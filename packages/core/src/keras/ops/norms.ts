import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { extreme, reduced } from './base-reduction.ts';

/** The order of a norm: a number, infinite ones among them, or null where nothing was said. */
export type Order = number | 'fro' | 'nuc' | null;

/**
 * The norm of vectors along one axis, or of matrices on two: rows, then columns (keras/src/backend/tensorflow/linalg.py, `norm`).
 *
 * @throws HG_UNSUPPORTED_FIELD for norms made of singular values.
 */
export function norm(g: GraphBuilder, x: Value, order: Order, axes: readonly number[], keep: boolean, call: Call): Value {
  const size = g.node('Abs', [x]);
  const [row = 0, column] = axes;
  if (axes.length > 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take a norm over ${axes.length} axes`);
  if (order === null || order === 'fro' || (order === 2 && column === undefined)) {
    if (order === 'fro' && column === undefined) throw call.refuse('HG_ARTIFACT_FIELD', 'Cannot take the norm "fro" of a vector');
    return g.node('Sqrt', [reduced(g, 'ReduceSum', g.node('Mul', [x, x]), axes, keep)]);
  }
  if (column === undefined) return vector(g, x, size, order as number, axes, keep);
  const pick = typeof order === 'number' && order > 0 ? 'ReduceMax' : 'ReduceMin';
  // A norm of matrices is the greatest or least sum of a column (1) or a row (infinity).
  const over = Math.abs(Number(order)) === 1 ? [row, column] : Math.abs(Number(order)) === Number.POSITIVE_INFINITY ? [column, row] : undefined;
  if (over === undefined) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the norm "${order}" of matrices`);
  const [first = 0, second = 0] = over;
  const found = extreme(g, pick, reduced(g, 'ReduceSum', size, [first], true), { axes: [second], keep: true });
  return keep ? found : g.node('Squeeze', [found, g.ints([first, second])]);
}

function vector(g: GraphBuilder, x: Value, size: Value, order: number, axes: readonly number[], keep: boolean): Value {
  if (order === Number.POSITIVE_INFINITY) return extreme(g, 'ReduceMax', size, { axes, keep });
  if (order === Number.NEGATIVE_INFINITY) return extreme(g, 'ReduceMin', size, { axes, keep });
  if (order === 0) return reduced(g, 'ReduceSum', g.cast(g.node('Not', [g.node('Equal', [x, g.scalar(0, x.dtype)])]), x.dtype), axes, keep);
  if (order === 1) return reduced(g, 'ReduceSum', size, axes, keep);
  const sum = reduced(g, 'ReduceSum', g.node('Pow', [size, g.scalar(order)]), axes, keep);
  return g.node('Pow', [sum, g.node('Div', [g.scalar(1), g.scalar(order)])]);
}
