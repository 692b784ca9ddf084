import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';

/** `keras.ops.isnan`: never for whole numbers. */
export const isnan = unary('Isnan', (g, x) => (isFloat(x.dtype) ? g.node('IsNaN', [x]) : likewise(g, x, g.scalar(0, 'bool'))));
