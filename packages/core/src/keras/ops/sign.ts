import { keeping } from './base-elementwise.ts';

/** `keras.ops.sign`. */
export const sign = keeping('Sign', (g, x) => g.node('Sign', [x]));
