import { axesOf, axisList } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { reduced } from './base-reduction.ts';
import { epsilonOf } from './layer-norm.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.rms_normalization`: divided by the root of the mean of squares; the scale broadcasts as it is. */
export const rmsNorm = defineOperation({
  keras: 'RMSNorm',
  like: 'x',
  arguments: ['x', 'scale'],
  config: (f) => ({ axes: f.has('axis') ? axisList(f, 'axis') : [-1], epsilon: epsilonOf(f) }),
  lower: (g, { axes, epsilon }, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const squares = reduced(g, 'ReduceMean', g.node('Mul', [x, x]), axesOf(x, axes), true);
    const y = g.node('Div', [x, g.node('Sqrt', [g.node('Add', [squares, g.scalar(epsilon)])])]);
    if (call.argument('scale') === undefined) return y;
    const scale = tensorOf(g, call, 'scale');
    expectFloat(scale, call);
    return g.node('Mul', [y, scale]);
  },
});
