import { defineOperation } from '../define-operation.ts';
import { axisIn } from '../dims.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.log_softmax` over one axis. */
export const logSoftmax = defineOperation({
  keras: 'LogSoftmax',
  arguments: ['x'],
  config: (f) => f.int('axis', { absent: -1 }),
  lower: (g, axis, call) => {
    const x = real(g, call, tensorOf(g, call));
    return g.node('LogSoftmax', [x], { axis: axisIn(x, axis) });
  },
});
