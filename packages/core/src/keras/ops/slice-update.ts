import type { GraphBuilder } from '../../graph/builder.ts';
import { isKnown, sameDim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { positions, scalarSize } from './numbers.ts';
import { tensorOf } from './operands.ts';
import { startsOf, startValue } from './starts.ts';

/**
 * `keras.ops.slice_update`: a block of a tensor replaced by another. A start from which the block would leave the tensor moves back until it fits, as
 * XLA's dynamic_update_slice has it.
 */
export const sliceUpdate = defineOperation({
  keras: 'SliceUpdate',
  arguments: ['inputs', 'start_indices', 'updates'],
  lower: (g, _, call) => {
    const [x, updates] = [tensorOf(g, call, 'inputs'), tensorOf(g, call, 'updates')];
    const rank = x.dims.length;
    if (updates.dims.length !== rank || updates.dtype !== x.dtype)
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot replace a block by one of another rank or type');
    const starts = startsOf(g, call, rank);
    const partial = x.dims.flatMap((dim, axis) => (sameDim(dim, updates.dims[axis] ?? 1) ? [] : [axis]));
    let [block, inside] = [updates, undefined as Value | undefined];
    for (const axis of partial) {
      const places = placesOn(g, x, updates, axis, startValue(g, starts[axis] ?? 0), call);
      block = g.node('Gather', [block, places.cell], { axis });
      const here = g.reshape(places.inside, [dimOf(x, axis), ...x.dims.slice(axis + 1).map(() => 1)]);
      inside = inside === undefined ? here : g.node('And', [inside, here]);
    }
    return inside === undefined ? g.node('Identity', [updates]) : g.node('Where', [inside, block, x]);
  },
});

/** For each place of an axis: which cell of the block stands there, and whether one does. */
function placesOn(g: GraphBuilder, x: Value, updates: Value, axis: number, start: Value, call: Call): { readonly cell: Value; readonly inside: Value } {
  const [dim, block] = [dimOf(x, axis), dimOf(updates, axis)];
  if (isKnown(dim) && isKnown(block) && block > dim) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot replace ${block} cells of an axis of ${dim}`);
  const [size, length] = [scalarSize(g, x, dim), scalarSize(g, updates, block)];
  const zero = g.scalar(0, 'int64');
  const begin = g.node('Clip', [start, zero, g.node('Sub', [size, length])]);
  const from = g.node('Sub', [positions(g, x, dim), begin]);
  const last = g.node('Sub', [length, g.scalar(1, 'int64')]);
  return { cell: g.node('Clip', [from, zero, last]), inside: g.node('And', [g.node('GreaterOrEqual', [from, zero]), g.node('LessOrEqual', [from, last])]) };
}
