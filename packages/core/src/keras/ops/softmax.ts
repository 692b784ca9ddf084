import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.softmax` over one axis. */
export const softmax = defineOperation({
  keras: 'Softmax',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: -1 }),
  lower: (g, axis, call) => {
    const x = real(g, call, tensorOf(g, call));
    return g.node('Softmax', [x], { axis: axisIn(x, axis) });
  },
});
