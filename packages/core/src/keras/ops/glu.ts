import { gluOf } from '../activations/glu.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.glu`: the first half of an axis times the sigmoid of the second. */
export const glu = defineOperation({
  keras: 'Glu',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: -1 }),
  lower: (g, axis, call) => {
    const x = real(g, call, tensorOf(g, call));
    return gluOf(g, x, axisIn(x, axis));
  },
});
