import { sparsemaxOver } from '../activations/sparsemax.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.sparsemax` over one axis. */
export const sparsemax = defineOperation({
  keras: 'Sparsemax',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: -1 }),
  lower: (g, axis, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    return sparsemaxOver(g, x, axisIn(x, axis));
  },
});
