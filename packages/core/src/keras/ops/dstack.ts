import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { meetingOf } from './list-of.ts';

/** `keras.ops.dstack`: along the third axis; a vector lies along the second one, and a matrix gets a third. */
export const dstack = defineOperation({
  keras: 'Dstack',
  arguments: ['xs'],
  lower: (g, _, call) =>
    g.node(
      'Concat',
      meetingOf(g, call, 'xs').map((x) => deep(g, x)),
      { axis: 2 },
    ),
});

const ADDED: readonly (readonly number[])[] = [[0, 1, 2], [0, 2], [2]];

function deep(g: GraphBuilder, x: Value): Value {
  const axes = ADDED[x.dims.length];
  return axes === undefined ? x : g.node('Unsqueeze', [x, g.ints(axes)]);
}
