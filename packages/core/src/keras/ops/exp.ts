import { realFunction } from './base-elementwise.ts';

/** `keras.ops.exp`. */
export const exp = realFunction('Exp', (g, x) => g.node('Exp', [x]));
