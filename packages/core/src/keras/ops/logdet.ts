import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { orderOf, rowNumbers } from './linear-systems.ts';
import { tensorOf } from './operands.ts';
import { cholesky } from './triangles.ts';

/** `keras.ops.logdet` of positive definite matrices of at most 16 rows, by their Cholesky triangle, as TensorFlow has it. */
export const logdet = defineOperation({
  keras: 'Logdet',
  arguments: ['x'],
  lower: (g, _, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const order = orderOf(x, call);
    const numbers = rowNumbers(g, order);
    const diagonal = g.node('Equal', [numbers, g.reshape(numbers, [1, order])]);
    const logs = g.node('Log', [g.node('Where', [diagonal, cholesky(g, x, call), g.scalar(1)])]);
    return g.node('Mul', [g.node('ReduceSum', [logs, g.ints([-2, -1])], { keepdims: 0 }), g.scalar(2)]);
  },
});
