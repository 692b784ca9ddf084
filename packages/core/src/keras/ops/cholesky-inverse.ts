import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { orderOf, unit } from './linear-systems.ts';
import { tensorOf } from './operands.ts';
import { solvedTriangle, swapped } from './triangles.ts';

/** `keras.ops.cholesky_inverse`: the inverse of a matrix whose Cholesky triangle is given. */
export const choleskyInverse = defineOperation({
  keras: 'CholeskyInverse',
  arguments: ['x'],
  config: (f) => f.boolean('upper', false),
  lower: (g, upper, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const inverse = solvedTriangle(g, x, unit(g, x, orderOf(x, call)), !upper, call);
    return g.node('MatMul', upper ? [inverse, swapped(g, inverse)] : [swapped(g, inverse), inverse]);
  },
});
