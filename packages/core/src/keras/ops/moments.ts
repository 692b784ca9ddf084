import { axesOf, axisList } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { expectFloat } from '../layers/expect.ts';
import { reduced } from './base-reduction.ts';
import { tensorOf } from './operands.ts';
import { variance } from './var.ts';

/** `keras.ops.moments`: mean and variance. `synchronized` means other devices, of which there are none. */
export const moments = defineOperation({
  keras: 'Moments',
  arguments: ['x'],
  config: (f) => {
    f.boolean('synchronized', false);
    return { axes: axisList(f, 'axes'), keep: f.boolean('keepdims', false) };
  },
  lower: (g, { axes, keep }, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const over = axesOf(x, axes);
    return [reduced(g, 'ReduceMean', x, over, keep), variance(g, x, over, keep)];
  },
});
