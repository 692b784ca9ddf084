import { realFunction } from './base-elementwise.ts';

/** `keras.ops.tanh`. */
export const tanh = realFunction('Tanh', (g, x) => g.node('Tanh', [x]));
