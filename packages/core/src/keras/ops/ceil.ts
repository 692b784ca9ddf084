import { realFunction } from './base-elementwise.ts';

/** `keras.ops.ceil`. */
export const ceil = realFunction('Ceil', (g, x) => g.node('Ceil', [x]));
