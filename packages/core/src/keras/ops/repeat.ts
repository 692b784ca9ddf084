import type { GraphBuilder } from '../../graph/builder.ts';
import { scaleDim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, dimOf, known } from '../dims.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';

/** `keras.ops.repeat`: each element so many times along an axis, or of all in one row; a list says it for each element. */
export const repeat = defineOperation({
  keras: 'Repeat',
  arguments: ['x'],
  config: (f) => {
    const times = f.intList('repeats', { min: 0, max: MOST });
    const one = times.length === 1 || typeof f.raw('repeats') === 'number' ? times[0] : undefined;
    return { times: one ?? times, axis: f.numberOrNull('axis', { absent: null }) };
  },
  lower: (g, { times, axis }, call) => {
    const x = axis === null ? row(g, tensorOf(g, call)) : tensorOf(g, call);
    const at = axis === null ? 0 : axisIn(x, axis);
    if (typeof times === 'number') return repeated(g, x, at, times);
    if (times.length !== known(x, at)) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot repeat ${known(x, at)} elements by ${times.length} numbers`);
    if (times.reduce((sum, count) => sum + count, 0) > MOST) throw call.refuse('HG_LIMIT_ACTIVATION', `Cannot repeat to more than ${MOST} elements`);
    const places = times.flatMap((count, place) => Array.from({ length: count }, () => place));
    return g.node('Gather', [x, g.ints(places)], { axis: at });
  },
});

/** A list of places is made while compiling: a file must not decide how long it grows. */
const MOST = 65536;

function repeated(g: GraphBuilder, x: Value, axis: number, times: number): Value {
  const apart = g.node('Unsqueeze', [x, g.ints([axis + 1])]);
  const tiled = g.node('Tile', [apart, g.ints(apart.dims.map((_, at) => (at === axis + 1 ? times : 1)))]);
  return g.reshape(tiled, x.dims.with(axis, scaleDim(dimOf(x, axis), times)));
}
