import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.celu`: max(x, 0) + min(0, alpha * (exp(x / alpha) - 1)). */
export const celu = defineOperation({
  keras: 'Celu',
  arguments: ['x'],
  config: (f) => {
    const alpha = f.number('alpha', { absent: 1 });
    if (alpha === 0) throw f.wrong('alpha', 'another number than 0');
    return alpha;
  },
  lower: (g, alpha, call) => g.node('Celu', [real(g, call, tensorOf(g, call))], { alpha }),
});
