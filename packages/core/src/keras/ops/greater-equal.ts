import { comparison } from './base-elementwise.ts';

/** `keras.ops.greater_equal`. */
export const greaterEqual = comparison('GreaterEqual', (g, operands) => g.node('GreaterOrEqual', operands));
