import { isSigned, keeping } from './base-elementwise.ts';
import { carried } from './carried.ts';

/** `keras.ops.negative`; TensorFlow has none for unsigned types. */
export const negative = keeping('Negative', (g, x) => carried(g, 'Neg', [x]), isSigned);
