import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.threshold`: x above the threshold, else the given number. */
export const threshold = defineOperation({
  keras: 'Threshold',
  arguments: ['x'],
  config: (f) => ({ threshold: f.number('threshold'), otherwise: f.number('default_value') }),
  lower: (g, { threshold, otherwise }, call) => {
    const x = real(g, call, tensorOf(g, call));
    return g.node('Where', [g.node('Greater', [x, g.scalar(threshold)]), x, g.scalar(otherwise)]);
  },
});
