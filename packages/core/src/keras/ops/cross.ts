import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { known } from '../dims.ts';
import { meeting } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { likewise } from './likewise.ts';
import { moved } from './moveaxis.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.cross`: of vectors of 2 or 3 along an axis of each; of two planes the third coordinate alone. */
export const cross = defineOperation({
  keras: 'Cross',
  arguments: ['x1', 'x2'],
  config: (f) => {
    const [all, a, b, c] = [f.numberOrNull('axis', { absent: null }), ...['axisa', 'axisb', 'axisc'].map((name) => f.int(name, { absent: -1 }))];
    return { a: all ?? a ?? -1, b: all ?? b ?? -1, c: all ?? c ?? -1 };
  },
  lower: (g, axes, call) => {
    const pair = meeting(g, call);
    const [a, b] = [g.transpose(pair[0], moved(pair[0], [axes.a], [-1])), g.transpose(pair[1], moved(pair[1], [axes.b], [-1]))];
    const [m, n] = [known(a, -1), known(b, -1)];
    if (![m, n].every((size) => size === 2 || size === 3)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot cross vectors of ${m} and ${n}`);
    if (m === 2 && n === 2) return minor(g, a, b, 0, 1);
    const [x, y] = [solid(g, a), solid(g, b)];
    const parts = [minor(g, x, y, 1, 2), minor(g, x, y, 2, 0), minor(g, x, y, 0, 1)];
    const rank = x.dims.length > y.dims.length ? x.dims.length : y.dims.length;
    const made = g.node(
      'Concat',
      parts.map((part) => g.node('Unsqueeze', [part, g.ints([rank - 1])])),
      { axis: rank - 1 },
    );
    return g.transpose(made, moved(made, [-1], [axes.c]));
  },
});

const at = (g: GraphBuilder, x: Value, place: number): Value => g.node('Gather', [x, g.scalar(place, 'int64')], { axis: x.dims.length - 1 });

const minor = (g: GraphBuilder, a: Value, b: Value, i: number, j: number): Value =>
  carried(g, 'Sub', [carried(g, 'Mul', [at(g, a, i), at(g, b, j)]), carried(g, 'Mul', [at(g, a, j), at(g, b, i)])]);

/** A plane vector with a third coordinate of 0. */
function solid(g: GraphBuilder, x: Value): Value {
  if (known(x, -1) === 3) return x;
  const third = likewise(g, g.node('Unsqueeze', [at(g, x, 0), g.ints([x.dims.length - 1])]), numberAs(g, 0, x.dtype));
  return g.node('Concat', [x, third], { axis: x.dims.length - 1 });
}
