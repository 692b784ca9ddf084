import { comparison } from './base-elementwise.ts';

/** `keras.ops.greater`; TensorFlow has no order of booleans. */
export const greater = comparison('Greater', (g, operands) => g.node('Greater', operands));
