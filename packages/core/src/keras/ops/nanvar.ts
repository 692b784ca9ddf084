import { reduction } from './base-reduction.ts';
import { real } from './operands.ts';
import { varianceWithoutNan } from './without-nan.ts';

/** `keras.ops.nanvar`: of what is no NaN. */
export const nanvar = reduction('Nanvar', (g, x, how, call) => varianceWithoutNan(g, real(g, call, x), how));
