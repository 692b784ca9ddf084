import { keeping } from './base-elementwise.ts';

/** `keras.ops.conj`: real numbers as they are. */
export const conj = keeping('Conj', (g, x) => g.node('Identity', [x]));
