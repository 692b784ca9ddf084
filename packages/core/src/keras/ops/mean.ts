import { reduced, reduction } from './base-reduction.ts';
import { real } from './operands.ts';

/** `keras.ops.mean`. */
export const mean = reduction('Mean', (g, x, axes, keep, call) => reduced(g, 'ReduceMean', real(g, call, x), axes, keep));
