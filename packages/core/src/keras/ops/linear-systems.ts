import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';

/** Matrices are taken apart row by row, each in some nodes: larger ones are refused. */
const MAX_ORDER = 16;

/** The order of square matrices. @throws HG_ARTIFACT_SHAPE unless they are square; HG_UNSUPPORTED_FIELD past 16 rows. */
export function orderOf(x: Value, call: Call): number {
  const [rows, columns] = [known(x, -2), known(x, -1)];
  if (rows !== columns) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take ${rows} x ${columns} numbers for a square matrix`);
  return expectOrder(rows, call);
}

export function expectOrder(rows: number, call: Call): number {
  if (rows < 1 || rows > MAX_ORDER)
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile an operation on matrices of ${rows} rows, as ${MAX_ORDER} are the most`);
  return rows;
}

/** Rows `from` to `to` along one of the last two axes, which is negative. */
export function part(g: GraphBuilder, x: Value, axis: -1 | -2, from: number, to: number): Value {
  const at = x.dims.length + axis;
  return g.node('Slice', [x, g.ints([from]), g.ints([to]), g.ints([at])], {}, x.dims.with(at, to - from));
}

/** 0 … count - 1, as a column of rows. */
export const rowNumbers = (g: GraphBuilder, count: number): Value =>
  g.reshape(g.node('Range', [g.scalar(0, 'int64'), g.scalar(count, 'int64'), g.scalar(1, 'int64')]), [count, 1]);

/** One step of an elimination with partial pivoting: the matrix with its rows exchanged, how they were, and the row and number that it turns on. */
export interface Pivot {
  readonly rows: Value;
  /** [..., rows, 1]: which row came to stand in each place. */
  readonly order: Value;
  readonly row: Value;
  readonly number: Value;
}

/** Brings the row whose number in column `step` is farthest from 0, of those from `step` on, to the place `step`. */
export function pivoted(g: GraphBuilder, x: Value, step: number, count: number): Pivot {
  const numbers = rowNumbers(g, count);
  const open = g.node('GreaterOrEqual', [numbers, g.scalar(step, 'int64')]);
  const size = g.node('Where', [open, g.node('Abs', [part(g, x, -1, step, step + 1)]), g.scalar(-1)]);
  const best = g.node('ArgMax', [size], { axis: x.dims.length - 2, keepdims: 1 });
  const here = g.scalar(step, 'int64');
  const order = g.node('Where', [g.node('Equal', [numbers, here]), best, g.node('Where', [g.node('Equal', [numbers, best]), here, numbers])]);
  const rows = exchanged(g, x, order);
  const row = part(g, rows, -2, step, step + 1);
  return { rows, order, row, number: part(g, row, -1, step, step + 1) };
}

/** The rows of a matrix in another order. */
export function exchanged(g: GraphBuilder, x: Value, order: Value): Value {
  return g.node('GatherElements', [x, g.node('Expand', [order, g.node('Shape', [x])], {}, x.dims)], { axis: x.dims.length - 2 });
}

/**
 * Solves `a @ answer = b` by Gauss and Jordan, for square matrices of a known order. A matrix without an inverse is an error in TensorFlow: here the call
 * is refused.
 */
export function solved(g: GraphBuilder, a: Value, b: Value, call: Call): Value {
  const order = orderOf(a, call);
  const numbers = rowNumbers(g, order);
  let [all, singular] = [g.node('Concat', [a, b], { axis: a.dims.length - 1 }), undefined as Value | undefined];
  for (let step = 0; step < order; step++) {
    const { rows, row, number } = pivoted(g, all, step, order);
    const zero = g.cast(g.node('Equal', [number, g.scalar(0)]), 'int32');
    singular = singular === undefined ? zero : g.node('Add', [singular, zero]);
    const turned = g.node('Div', [row, number]);
    const others = g.node('Sub', [rows, g.node('Mul', [part(g, rows, -1, step, step + 1), turned])]);
    all = g.node('Where', [g.node('Equal', [numbers, g.scalar(step, 'int64')]), turned, others]);
  }
  guardNone(g, singular as Value, `Cannot solve a system of equations in "${call.name}" whose matrix has no inverse`);
  return part(g, all, -1, order, order + known(b, -1));
}

/** All of these counts must be 0. */
export function guardNone(g: GraphBuilder, counts: Value, message: string): void {
  const sum = g.node('ReduceSum', [counts], { keepdims: 0 });
  g.guard({ value: g.node('Equal', [sum, g.scalar(0, 'int32')]), code: 'HG_INPUT_RANGE', message });
}

/** The unit matrix as often as the leading axes of `x` say. */
export function unit(g: GraphBuilder, x: Value, order: number): Value {
  const numbers = rowNumbers(g, order);
  const ones = g.cast(g.node('Equal', [numbers, g.reshape(numbers, [1, order])]), x.dtype);
  return g.node('Expand', [ones, g.node('Shape', [x])], {}, x.dims);
}
