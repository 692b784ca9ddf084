import { broadcastDims } from '../../graph/dims.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, dimOf } from '../dims.ts';
import { expandTo } from './expand-to.ts';
import { tensorOf } from './operands.ts';
import { row } from './row.ts';

/** `keras.ops.take_along_axis`: one element for each place along an axis, all other axes walked in step, and stretched where one has 1. */
export const takeAlongAxis = defineOperation({
  keras: 'TakeAlongAxis',
  arguments: ['x', 'indices'],
  config: (f) => f.numberOrNull('axis', { absent: null }),
  lower: (g, axis, call) => {
    const given = tensorOf(g, call);
    const places = g.cast(tensorOf(g, call, 'indices'), 'int64');
    const x = axis === null ? row(g, given) : given;
    if (places.dims.length !== x.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take along an axis with places of rank ${places.dims.length}`);
    const at = axis === null ? 0 : axisIn(x, axis);
    const around = broadcastDims(x.dims.with(at, 1), places.dims.with(at, 1));
    if (around === undefined) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot take along an axis as the others do not fit');
    const [from, to] = [expandTo(g, x, around.with(at, dimOf(x, at)), places), expandTo(g, places, around.with(at, dimOf(places, at)), x)];
    return g.node('GatherElements', [from, to], { axis: at });
  },
});
