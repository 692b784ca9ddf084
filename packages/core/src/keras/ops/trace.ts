import { defineOperation } from '../define-operation.ts';
import { reduced, summedAs } from './base-reduction.ts';
import { either } from './carried.ts';
import { onDiagonal } from './diagonals.ts';
import { moved } from './moveaxis.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.trace`: the sum of a diagonal of two axes; small integers are added up in 32 bits. */
export const trace = defineOperation({
  keras: 'Trace',
  arguments: ['x'],
  config: (f) => ({ offset: f.int('offset', { absent: 0 }), axes: [f.int('axis1', { absent: 0 }), f.int('axis2', { absent: 1 })] }),
  lower: (g, { offset, axes }, call) => {
    const given = tensorOf(g, call);
    const typed = g.cast(given, summedAs(given.dtype));
    const x = g.transpose(typed, moved(typed, axes, [-2, -1]));
    const rest = either(g, onDiagonal(g, x, offset), x, numberAs(g, 0, x.dtype));
    return reduced(g, 'ReduceSum', rest, [x.dims.length - 2, x.dims.length - 1], false);
  },
});
