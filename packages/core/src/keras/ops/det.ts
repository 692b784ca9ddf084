import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { orderOf } from './linear-systems.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.det` of square matrices. */
export const det = defineOperation({
  keras: 'Det',
  arguments: ['x'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    orderOf(x, call);
    return g.node('Det', [x]);
  },
});
