import { keeping } from './base-elementwise.ts';

/** `keras.ops.negative`. */
export const negative = keeping('Negative', (g, x) => g.node('Neg', [x]));
