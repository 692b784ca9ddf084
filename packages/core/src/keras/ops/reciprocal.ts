import { isFloat } from '../../tensor/dtype.ts';
import { keeping } from './base-elementwise.ts';

/** `keras.ops.reciprocal`: 1 / x, of floats alone. */
export const reciprocal = keeping('Reciprocal', (g, x) => g.node('Reciprocal', [x]), isFloat);
