import { comparison } from './base-elementwise.ts';

/** `keras.ops.less`; TensorFlow has no order of booleans. */
export const less = comparison('Less', (g, operands) => g.node('Less', operands));
