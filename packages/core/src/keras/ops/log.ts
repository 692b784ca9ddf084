import { realFunction } from './base-elementwise.ts';

/** `keras.ops.log`. */
export const log = realFunction('Log', (g, x) => g.node('Log', [x]));
