import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { dimOf } from '../dims.ts';

/** An axis without its first and last elements, known or not how many it has. */
export function cut(g: GraphBuilder, x: Value, axis: number, first: number, last: number): Value {
  const dims = x.dims.with(axis, addDims(dimOf(x, axis), -first - last));
  return g.node('Slice', [x, g.ints([first]), g.ints([last === 0 ? Number.MAX_SAFE_INTEGER : -last]), g.ints([axis])], {}, dims);
}

/** Axes from their ends to their beginnings. */
export function reversed(g: GraphBuilder, x: Value, axes: readonly number[]): Value {
  const every = (number: number): Value => g.ints(axes.map(() => number));
  return g.node('Slice', [x, every(Number.MAX_SAFE_INTEGER), every(Number.MIN_SAFE_INTEGER), g.ints(axes), every(-1)], {}, x.dims);
}
