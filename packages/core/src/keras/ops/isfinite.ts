import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';

/** `keras.ops.isfinite`: always for whole numbers. */
export const isfinite = unary('Isfinite', (g, x) =>
  isFloat(x.dtype) ? g.node('Not', [g.node('Or', [g.node('IsInf', [x]), g.node('IsNaN', [x])])]) : likewise(g, x, g.scalar(1, 'bool')),
);
