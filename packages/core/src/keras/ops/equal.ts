import { comparison } from './base-elementwise.ts';

/** `keras.ops.equal`. */
export const equal = comparison('Equal', (g, operands) => g.node('Equal', operands));
