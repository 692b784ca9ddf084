import { isFloat } from '../../tensor/dtype.ts';
import { over, reduction } from './base-reduction.ts';
import { numberAs } from './number-as.ts';
import { unlessNan, withoutNan } from './without-nan.ts';

/** `keras.ops.nanmax`: NaN alone where there is nothing else. */
export const nanmax = reduction('Nanmax', (g, x, how) =>
  unlessNan(g, x, how, numberAs(g, Number.NaN, isFloat(x.dtype) ? x.dtype : 'float32'), over(g, 'ReduceMax', withoutNan(g, x, Number.NEGATIVE_INFINITY), how)),
);
