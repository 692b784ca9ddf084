import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.elu`: x above 0, alpha * (exp(x) - 1) below. */
export const elu = defineOperation({
  keras: 'Elu',
  arguments: ['x'],
  config: (f) => f.number('alpha', { absent: 1 }),
  lower: (g, alpha, call) => g.node('Elu', [real(g, call, tensorOf(g, call))], { alpha }),
});
