import { reduction } from './base-reduction.ts';
import { real } from './operands.ts';
import { variance } from './var.ts';

/** `keras.ops.std`: the root of the variance. */
export const std = reduction('Std', (g, x, how, call) => g.node('Sqrt', [variance(g, real(g, call, x), how.axes, how.keep)]));
