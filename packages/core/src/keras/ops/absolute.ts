import { keeping } from './base-elementwise.ts';

/** `keras.ops.absolute`. */
export const absolute = keeping('Absolute', (g, x) => g.node('Abs', [x]));
