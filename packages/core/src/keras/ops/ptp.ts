import { extreme, reduction } from './base-reduction.ts';
import { carried } from './carried.ts';

/** `keras.ops.ptp`: the greatest less the least. */
export const ptp = reduction('Ptp', (g, x, how) => carried(g, 'Sub', [extreme(g, 'ReduceMax', x, how), extreme(g, 'ReduceMin', x, how)]));
