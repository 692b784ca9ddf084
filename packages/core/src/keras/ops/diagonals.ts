import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { dimOf, known } from '../dims.ts';
import { carrierOf, either } from './carried.ts';
import { numberAs } from './number-as.ts';
import { positions } from './numbers.ts';

/** True on a diagonal of the last two axes, `k` to the right of the main one. */
export function onDiagonal(g: GraphBuilder, x: Value, k: number): Value {
  const [rows, columns] = [positions(g, x, dimOf(x, -2)), positions(g, x, dimOf(x, -1))];
  return g.node('Equal', [g.node('Unsqueeze', [g.node('Add', [rows, g.scalar(k, 'int64')]), g.ints([1])]), columns]);
}

/** A diagonal of the last two axes, whose sizes must be known. */
export function diagonalOf(g: GraphBuilder, x: Value, k: number, call: Call): Value {
  const [rows, columns] = [known(x, -2), known(x, -1)];
  const length = k >= 0 ? Math.min(rows, columns - k) : Math.min(rows + k, columns);
  if (length < 1) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot take the diagonal ${k} of ${rows} by ${columns} as it has no element`);
  const flat = g.reshape(x, [...x.dims.slice(0, -2), rows * columns]);
  const [down, right] = [Math.max(0, -k), Math.max(0, k)];
  const places = Array.from({ length }, (_, index) => (index + down) * columns + index + right);
  return g.node('Gather', [flat, g.ints(places)], { axis: flat.dims.length - 1 });
}

/** A vector on the diagonal `k` of a square of zeros, just large enough. */
export function spreadOut(g: GraphBuilder, x: Value, k: number): Value {
  const size = dimOf(x, 0);
  const [places, zero] = [positions(g, x, size), numberAs(g, 0, x.dtype)];
  const main = g.node('Equal', [g.node('Unsqueeze', [places, g.ints([1])]), places]);
  const square = either(g, main, g.node('Unsqueeze', [x, g.ints([1])]), zero);
  if (k === 0) return square;
  const carrier = carrierOf('Pad', x.dtype);
  const pads = [Math.max(0, -k), Math.max(0, k), Math.max(0, k), Math.max(0, -k)];
  const padded = g.node('Pad', [g.cast(square, carrier), g.ints(pads), g.cast(zero, carrier)]);
  return g.cast(padded, x.dtype);
}
