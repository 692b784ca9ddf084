import { extreme, reduction } from './base-reduction.ts';
import { carried } from './carried.ts';

/** `keras.ops.ptp`: the greatest less the least. */
export const ptp = reduction('Ptp', (g, x, how, call) => {
  if (x.dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "Ptp" on booleans');
  return carried(g, 'Sub', [extreme(g, 'ReduceMax', x, how), extreme(g, 'ReduceMin', x, how)]);
});
