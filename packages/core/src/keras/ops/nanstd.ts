import { reduction } from './base-reduction.ts';
import { real } from './operands.ts';
import { varianceWithoutNan } from './without-nan.ts';

/** `keras.ops.nanstd`: the root of the variance of what is no NaN. */
export const nanstd = reduction('Nanstd', (g, x, how, call) => g.node('Sqrt', [varianceWithoutNan(g, real(g, call, x), how)]));
