import { realFunction } from './base-elementwise.ts';

/** `keras.ops.cos`. */
export const cos = realFunction('Cos', (g, x) => g.node('Cos', [x]));
