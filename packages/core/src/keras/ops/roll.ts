import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axesField } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, dimOf } from '../dims.ts';
import { positions, reshapeLike, scalarSize } from './numbers.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';

/** `keras.ops.roll`: elements moved along their axes, from the end to the beginning; without an axis all in one row. */
export const roll = defineOperation({
  keras: 'Roll',
  arguments: ['x'],
  config: (f) => ({ shift: f.intList('shift'), axes: axesField(f) }),
  lower: (g, { shift, axes }, call) => {
    const x = tensorOf(g, call);
    if (shift.length !== (axes ?? [0]).length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot roll ${(axes ?? [0]).length} axes by ${shift.length} numbers`);
    if (axes === null) return reshapeLike(g, rolled(g, row(g, x), 0, shift[0] ?? 0), x);
    return axes.reduce((value, axis, index) => rolled(g, value, axisIn(x, axis), shift[index] ?? 0), g.node('Identity', [x]));
  },
});

/** What stands at i came from i - shift, modulo the size. */
function rolled(g: GraphBuilder, x: Value, axis: number, shift: number): Value {
  const size = dimOf(x, axis);
  const from = g.node('Sub', [positions(g, x, size), g.scalar(shift, 'int64')]);
  return g.node('Gather', [x, g.node('Mod', [from, scalarSize(g, x, size)])], { axis });
}
