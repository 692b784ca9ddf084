import { realFunction } from './base-elementwise.ts';

/** `keras.ops.rsqrt`: 1 / sqrt(x). */
export const rsqrt = realFunction('Rsqrt', (g, x) => g.node('Reciprocal', [g.node('Sqrt', [x])]));
