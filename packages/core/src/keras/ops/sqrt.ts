import { realFunction } from './base-elementwise.ts';

/** `keras.ops.sqrt`. */
export const sqrt = realFunction('Sqrt', (g, x) => g.node('Sqrt', [x]));
