import { over, reduction } from './base-reduction.ts';
import { real } from './operands.ts';

/** `keras.ops.mean`; whole numbers become float32. */
export const mean = reduction('Mean', (g, x, how, call) => over(g, 'ReduceMean', real(g, call, x), how));
