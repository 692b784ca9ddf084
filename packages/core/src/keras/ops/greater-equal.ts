import { comparison } from './base-elementwise.ts';

/** `keras.ops.greater_equal`; TensorFlow has no order of booleans. */
export const greaterEqual = comparison('GreaterEqual', (g, operands) => g.node('GreaterOrEqual', operands));
