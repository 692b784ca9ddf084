import { isFloat } from '../../tensor/dtype.ts';
import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';

/** `keras.ops.isinf`: never for whole numbers. */
export const isinf = unary('Isinf', (g, x) => (isFloat(x.dtype) ? g.node('IsInf', [x]) : likewise(g, x, g.scalar(0, 'bool'))));
