import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.psnr`: one number for everything, 20 * log10(max) - 10 * log10(mean of squared differences). */
export const psnr = defineOperation({
  keras: 'PSNR',
  arguments: ['x1', 'x2'],
  config: (f) => f.number('max_val'),
  lower: (g, most, call) => {
    const [a, b] = [tensorOf(g, call, 'x1'), tensorOf(g, call, 'x2')];
    for (const value of [a, b]) expectFloat(value, call);
    const rest = g.node('Sub', [a, b]);
    const error = g.node('ReduceMean', [g.node('Mul', [rest, rest])], { keepdims: 0 });
    const log = g.node('Div', [g.node('Log', [error]), g.scalar(Math.LN10)]);
    return g.node('Sub', [g.scalar(20 * Math.log10(most)), g.node('Mul', [log, g.scalar(10)])]);
  },
});
