import { keeping } from './base-elementwise.ts';

/** `keras.ops.abs`. */
export const abs = keeping('Abs', (g, x) => g.node('Abs', [x]));
