import { isInteger } from '../../tensor/dtype.ts';
import { keeping } from './base-elementwise.ts';

/** `keras.ops.bitwise_invert`: of whole numbers. */
export const bitwiseInvert = keeping('BitwiseInvert', (g, x) => g.node('BitwiseNot', [x]), isInteger);
