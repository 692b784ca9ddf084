import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';
import { cholesky as rootOf, swapped } from './triangles.ts';

/** `keras.ops.cholesky` of at most 16 rows: the lower triangle, or the upper one. */
export const cholesky = defineOperation({
  keras: 'Cholesky',
  arguments: ['x'],
  config: (f) => f.boolean('upper', false),
  lower: (g, upper, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const root = rootOf(g, x, call);
    return upper ? swapped(g, root) : root;
  },
});
