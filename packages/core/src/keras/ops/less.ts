import { comparison } from './base-elementwise.ts';

/** `keras.ops.less`. */
export const less = comparison('Less', (g, operands) => g.node('Less', operands));
