import { defineOperation } from '../define-operation.ts';
import { real, tensorOf } from './operands.ts';

/** `keras.ops.leaky_relu`: x above 0, slope * x below; the slope is 0.2 by default, 0.3 for the layer. */
export const leakyRelu = defineOperation({
  keras: 'LeakyRelu',
  arguments: ['x'],
  config: (f) => f.number('negative_slope', { absent: 0.2 }),
  lower: (g, alpha, call) => g.node('LeakyRelu', [real(g, call, tensorOf(g, call))], { alpha }),
});
