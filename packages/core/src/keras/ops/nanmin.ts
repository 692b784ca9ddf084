import { isFloat } from '../../tensor/dtype.ts';
import { over, reduction } from './base-reduction.ts';
import { numberAs } from './number-as.ts';
import { unlessNan, withoutNan } from './without-nan.ts';

/** `keras.ops.nanmin`: NaN alone where there is nothing else. */
export const nanmin = reduction('Nanmin', (g, x, how) =>
  unlessNan(g, x, how, numberAs(g, Number.NaN, isFloat(x.dtype) ? x.dtype : 'float32'), over(g, 'ReduceMin', withoutNan(g, x, Number.POSITIVE_INFINITY), how)),
);
