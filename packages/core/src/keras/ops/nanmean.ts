import { isFloat } from '../../tensor/dtype.ts';
import { over, reduction } from './base-reduction.ts';
import { meanWithoutNan } from './without-nan.ts';

/** `keras.ops.nanmean`: of what is no NaN; over no axis nothing is done. */
export const nanmean = reduction('Nanmean', (g, x, how) => {
  if (how.axes.length === 0) return g.node('Identity', [x]);
  return isFloat(x.dtype) ? meanWithoutNan(g, x, how) : over(g, 'ReduceMean', g.cast(x, 'float32'), how);
});
