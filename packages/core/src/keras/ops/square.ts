import { keeping } from './base-elementwise.ts';

/** `keras.ops.square`: x * x. */
export const square = keeping('Square', (g, x) => g.node('Mul', [x, x]));
