import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.isneginf`: never for whole numbers. */
export const isneginf = unary('Isneginf', (g, x) =>
  isFloat(x.dtype) ? g.node('Equal', [x, numberAs(g, Number.NEGATIVE_INFINITY, x.dtype)]) : likewise(g, x, g.scalar(0, 'bool')),
);
