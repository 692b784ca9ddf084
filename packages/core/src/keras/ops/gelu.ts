import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.gelu`: approximate by tanh unless the file says otherwise, where the activation of this name is exact. */
export const gelu = defineOperation({
  keras: 'Gelu',
  arguments: ['x'],
  config: (f) => f.boolean('approximate', true),
  lower: (g, approximate, call) => g.node('Gelu', [real(g, call, tensorOf(g, call))], { approximate: approximate ? 'tanh' : 'none' }),
});
