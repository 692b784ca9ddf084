import { defineOperation } from '../define-operation.ts';
import { vectorOf } from './vector-of.ts';

/** `keras.ops.search_sorted`: where each value would stand in a sorted vector of its type, as int32. */
export const searchSorted = defineOperation({
  keras: 'SearchSorted',
  arguments: ['sorted_sequence', 'values'],
  config: (f) => f.oneOf('side', ['left', 'right'], 'left'),
  lower: (g, side, call) => {
    const [row, values] = [vectorOf(g, call, 'sorted_sequence'), vectorOf(g, call, 'values')];
    if (row.dims.length !== 1 || values.dims.length !== 1 || row.dtype !== values.dtype)
      throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot search unless for a vector in a vector of its type');
    const before = g.node(side === 'left' ? 'Less' : 'LessOrEqual', [row, g.node('Unsqueeze', [values, g.ints([-1])])]);
    return g.node('ReduceSum', [g.cast(before, 'int32'), g.ints([values.dims.length])], { keepdims: 0 });
  },
});
