import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, type Dim, dimText, isKnown, symbol } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';

/** A size of `x` as an int64 scalar. */
export const scalarSize = (g: GraphBuilder, x: Value, dim: Dim): Value =>
  isKnown(dim) ? g.scalar(dim, 'int64') : g.node('Squeeze', [g.size(x, dim), g.ints([0])]);

/** 0 … count - 1 in int64, counted by the runtime, as a file may decide how many there are. */
export const counted = (g: GraphBuilder, count: Dim, size: Value): Value => g.node('Range', [g.scalar(0, 'int64'), size, g.scalar(1, 'int64')], {}, [count]);

/** 0 … size - 1 of an axis of `x`, known or not. */
export const positions = (g: GraphBuilder, x: Value, dim: Dim): Value => counted(g, dim, scalarSize(g, x, dim));

/** `[i, j]` is `i * step + j * stride`: where the `count` steps of `length` cells each begin and go. */
export function frames(g: GraphBuilder, outer: Value, step: number, inner: Value, stride: number): Value {
  const scaled = (x: Value, by: number): Value => (by === 1 ? x : g.node('Mul', [x, g.scalar(by, 'int64')]));
  return g.node('Add', [g.node('Unsqueeze', [scaled(outer, step), g.ints([1])]), g.node('Unsqueeze', [scaled(inner, stride), g.ints([0])])]);
}

/** A size of which nothing is known but its name; it is not that of any other. */
export const unknownDim = (name: string, dim: Dim): Dim => symbol(`${name}(${dimText(addDims(dim))})`);

/** `x` again in the shape of another value, which has as many elements. */
export const reshapeLike = (g: GraphBuilder, x: Value, like: Value): Value => g.node('Reshape', [x, g.node('Shape', [like])], { allowzero: 1 }, like.dims);
