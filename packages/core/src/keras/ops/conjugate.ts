import { keeping } from './base-elementwise.ts';

/** `keras.ops.conjugate`: real numbers as they are. */
export const conjugate = keeping('Conjugate', (g, x) => g.node('Identity', [x]));
