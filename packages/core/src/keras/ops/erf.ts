import { realFunction } from './base-elementwise.ts';

/** `keras.ops.erf`. */
export const erf = realFunction('Erf', (g, x) => g.node('Erf', [x]));
