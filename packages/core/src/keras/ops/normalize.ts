import { axesField, axesOf } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { reduced } from './base-reduction.ts';
import { epsilonOf } from './layer-norm.ts';
import { norm } from './norms.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.normalize`: divided by its norm of some order. For the order 2 all axes are one vector, for any other two axes are a matrix
 * (keras/src/ops/nn.py, `_normalize`).
 */
export const normalize = defineOperation({
  keras: 'Normalize',
  arguments: ['x'],
  config: (f) => ({ axes: f.has('axis') ? axesField(f) : [-1], order: f.int('order', { min: 1, absent: 2 }), epsilon: epsilonOf(f) }),
  lower: (g, { axes, order, epsilon }, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const over = axesOf(x, axes);
    if (order !== 2) return g.node('Div', [x, g.node('Max', [norm(g, x, order, over, true, call), g.scalar(epsilon)])]);
    const squares = reduced(g, 'ReduceSum', g.node('Mul', [x, x]), over, true);
    const inverse = g.node('Min', [g.node('Reciprocal', [g.node('Sqrt', [squares])]), g.node('Div', [g.scalar(1), g.scalar(epsilon)])]);
    return g.node('Mul', [x, inverse]);
  },
});
