import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { orderOf, solved, unit } from './linear-systems.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.inv` of square matrices of at most 16 rows; one without an inverse is refused at the call. */
export const inv = defineOperation({
  keras: 'Inv',
  arguments: ['x'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    return solved(g, x, unit(g, x, orderOf(x, call)), call);
  },
});
