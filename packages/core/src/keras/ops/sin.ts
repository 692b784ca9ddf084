import { realFunction } from './base-elementwise.ts';

/** `keras.ops.sin`. */
export const sin = realFunction('Sin', (g, x) => g.node('Sin', [x]));
