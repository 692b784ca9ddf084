import type { GraphBuilder } from '../../graph/builder.ts';
import { symbol } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { likewise } from './likewise.ts';
import { tensorOf } from './operands.ts';

/** A file must not make a call allocate as its input says. */
const MOST = 65536;

/**
 * `keras.ops.bincount` without weights: how often each number from 0 stands in the last axis, as int32. The greatest number of all rows decides how many
 * columns there are, so their count is known after the call only. Numbers below 0 are refused, as on TensorFlow, and so are those past 65535.
 */
export const bincount = defineOperation({
  keras: 'Bincount',
  arguments: ['x'],
  config: (f) => {
    f.only('weights');
    f.only('sparse', false);
    return f.int('minlength', { absent: 0, min: 0, max: MOST });
  },
  lower: (g, least, call) => {
    const x = g.cast(tensorOf(g, call), 'int64');
    if (x.dims.length < 1 || x.dims.length > 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot count in a tensor of rank ${x.dims.length}`);
    const places = bounded(g, x, call);
    const most = g.node('ReduceMax', [places], { keepdims: 0 });
    const columns = g.node('Max', [g.node('Add', [most, g.scalar(1, 'int64')]), g.scalar(least, 'int64')]);
    const rows = x.dims.slice(0, -1);
    const shape = g.node('Concat', [...rows.map((dim) => g.size(x, dim)), g.node('Unsqueeze', [columns, g.ints([0])])], { axis: 0 });
    const none = g.node('Expand', [g.scalar(0, 'int32'), shape], {}, [...rows, symbol(`bincount(${x.id})`)]);
    return g.node('ScatterElements', [none, places, likewise(g, x, g.scalar(1, 'int32'))], { axis: rows.length, reduction: 'add' });
  },
});

/** The numbers as places, none outside the table even where the call is refused for them. */
function bounded(g: GraphBuilder, x: Value, call: Call): Value {
  const places = g.node('Clip', [x, g.scalar(0, 'int64'), g.scalar(MOST - 1, 'int64')]);
  const same = g.node('ReduceMin', [g.cast(g.node('Equal', [places, x]), 'uint8')], { keepdims: 0 });
  g.guard({
    value: g.cast(same, 'bool'),
    code: 'HG_INPUT_RANGE',
    message: `Cannot count numbers in "${call.name}" unless they are 0 to ${MOST - 1}`,
  });
  return places;
}
