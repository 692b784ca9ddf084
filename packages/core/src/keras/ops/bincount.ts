import { symbol } from '../../graph/dims.ts';
import { defineOperation } from '../define-operation.ts';
import { counted } from './numbers.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.bincount` without weights: how often each number from 0 stands in the last axis, as int32. The greatest number of all rows decides how many
 * columns there are, so their count is known after the call only. Numbers below 0 count nowhere.
 */
export const bincount = defineOperation({
  keras: 'Bincount',
  arguments: ['x'],
  config: (f) => {
    f.only('weights');
    f.only('sparse', false);
    return f.int('minlength', { absent: 0, min: 0, max: 65536 });
  },
  lower: (g, least, call) => {
    const given = tensorOf(g, call);
    if (given.dims.length < 1 || given.dims.length > 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot count in a tensor of rank ${given.dims.length}`);
    const x = g.cast(given, 'int64');
    const most = g.node('ReduceMax', [x], { keepdims: 0 });
    g.guard({
      value: g.node('Less', [most, g.scalar(MOST, 'int64')]),
      code: 'HG_INPUT_RANGE',
      message: `Cannot count numbers in "${call.name}" unless they are below ${MOST}`,
    });
    const safe = g.node('Min', [most, g.scalar(MOST, 'int64')]);
    const count = g.node('Max', [g.node('Add', [safe, g.scalar(1, 'int64')]), g.scalar(least, 'int64')]);
    const numbers = counted(g, symbol(`bincount(${x.id})`), count);
    const same = g.node('Equal', [g.node('Unsqueeze', [x, g.ints([-1])]), numbers]);
    return g.node('ReduceSum', [g.cast(same, 'int32'), g.ints([x.dims.length - 1])], { keepdims: 0 });
  },
});

/** A file must not make a call allocate as its input says. */
const MOST = 65536;
