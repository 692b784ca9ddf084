import { comparison } from './base-elementwise.ts';

/** `keras.ops.less_equal`. */
export const lessEqual = comparison('LessEqual', (g, operands) => g.node('LessOrEqual', operands));
