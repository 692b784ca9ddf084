import { comparison } from './base-elementwise.ts';

/** `keras.ops.less_equal`; TensorFlow has no order of booleans. */
export const lessEqual = comparison('LessEqual', (g, operands) => g.node('LessOrEqual', operands));
