import { isInteger } from '../../tensor/dtype.ts';
import { keeping } from './base-elementwise.ts';

/** `keras.ops.bitwise_not`: of whole numbers. */
export const bitwiseNot = keeping('BitwiseNot', (g, x) => g.node('BitwiseNot', [x]), isInteger);
