import type { GraphBuilder } from '../../graph/builder.ts';
import { multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { dimOf } from '../dims.ts';
import { numberAs } from './number-as.ts';

export const METHODS = ['linear', 'lower', 'higher', 'midpoint', 'nearest'] as const;
export type Method = (typeof METHODS)[number];

interface Quantile {
  /** float64, of rank 0 or 1, from 0 to 1. */
  readonly q: Value;
  readonly axes: readonly number[] | null;
  readonly keep: boolean;
  readonly method: Method;
}

/**
 * Quantiles of floats as `_quantile` of Keras' TensorFlow backend has them: places reckoned in float64, the axes of q in front, NaN where one is in the row.
 */
export function quantileOf(g: GraphBuilder, x: Value, { q, axes, keep, method }: Quantile): Value {
  const kept = x.dims.map((_, axis) => axis).filter((axis) => axes !== null && !axes.includes(axis));
  const rows = g.reshape(g.transpose(x, [...kept, ...(axes ?? x.dims.map((_, axis) => axis))]), [
    ...kept.map((axis) => dimOf(x, axis)),
    multiplyDims((axes ?? x.dims.map((_, axis) => axis)).map((axis) => dimOf(x, axis))),
  ]);
  const picked = pick(g, rows, q, method); // [...kept, ...q]
  const nan = g.cast(g.node('ReduceMax', [g.cast(g.node('IsNaN', [rows]), 'uint8'), g.ints([kept.length])], { keepdims: q.dims.length }), 'bool');
  const marked = g.node('Where', [nan, numberAs(g, Number.NaN, x.dtype), picked]);
  const gone = keep ? (axes === null ? x.dims.map((_, axis) => axis) : [...axes].sort((a, b) => a - b)) : [];
  const spread = gone.length === 0 ? marked : g.node('Unsqueeze', [marked, g.ints(gone)]);
  const last = spread.dims.length - 1;
  return q.dims.length === 0 ? spread : g.transpose(spread, [last, ...spread.dims.slice(1).map((_, axis) => axis)]);
}

/** Quantiles along the last axis, of its least elements alone where `count` (float64) says of how many. */
export function pick(g: GraphBuilder, rows: Value, q: Value, method: Method, count?: Value): Value {
  const axis = rows.dims.length - 1;
  const size = g.size(rows, dimOf(rows, axis));
  const [sorted] = g.nodes('TopK', [rows, size], { axis, largest: 0, sorted: 1 }, 2, rows.dims) as [Value, Value];
  const double = (number: number): Value => g.scalar(number, 'float64');
  const most = g.node('Sub', [count ?? g.cast(g.node('Squeeze', [size, g.ints([0])]), 'float64'), double(1)]);
  const exact = g.node('Mul', [most, q]);
  const within = (place: Value): Value => g.node('Min', [g.node('Max', [place, double(0)]), most]);
  const at = (place: Value): Value => g.node('Gather', [sorted, g.cast(place, 'int64')], { axis });
  const [lower, higher] = [within(g.node('Floor', [exact])), within(g.node('Ceil', [exact]))];
  if (method === 'midpoint') return g.node('Mul', [numberAs(g, 0.5, rows.dtype), g.node('Add', [at(lower), at(higher)])]);
  if (method !== 'linear') return at({ lower, higher, nearest: within(g.node('Round', [exact])) }[method]);
  const below = g.node('Max', [g.node('Sub', [higher, double(1)]), double(0)]);
  const above = g.node('Min', [g.node('Add', [below, double(1)]), most]);
  const share = g.cast(g.node('Sub', [above, exact]), rows.dtype);
  const rest = g.node('Sub', [numberAs(g, 1, rows.dtype), share]);
  return g.node('Add', [g.node('Mul', [at(above), rest]), g.node('Mul', [at(below), share])]);
}
