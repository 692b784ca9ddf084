import { realFunction } from './base-elementwise.ts';

/** `keras.ops.floor`. */
export const floor = realFunction('Floor', (g, x) => g.node('Floor', [x]));
