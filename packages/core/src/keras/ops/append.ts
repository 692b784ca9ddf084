import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { meeting } from './base-elementwise.ts';
import { row } from './row.ts';

/** `keras.ops.append`: along an axis, or all of both in one row. */
export const append = defineOperation({
  keras: 'Append',
  arguments: ['x1', 'x2'],
  config: (f) => f.numberOrNull('axis', { absent: null }),
  lower: (g, axis, call) => {
    const pair = meeting(g, call);
    if (axis !== null) return g.node('Concat', pair, { axis: axisIn(pair[0], axis) });
    return g.node(
      'Concat',
      pair.map((x) => row(g, x)),
      { axis: 0 },
    );
  },
});
