import { realFunction } from './base-elementwise.ts';

/** `keras.ops.reciprocal`: 1 / x. */
export const reciprocal = realFunction('Reciprocal', (g, x) => g.node('Reciprocal', [x]));
