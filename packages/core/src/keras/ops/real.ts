import { keeping } from './base-elementwise.ts';

/** `keras.ops.real`: real numbers as they are. */
export const real = keeping('Real', (g, x) => g.node('Identity', [x]));
