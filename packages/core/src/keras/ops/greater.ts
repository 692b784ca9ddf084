import { comparison } from './base-elementwise.ts';

/** `keras.ops.greater`. */
export const greater = comparison('Greater', (g, operands) => g.node('Greater', operands));
