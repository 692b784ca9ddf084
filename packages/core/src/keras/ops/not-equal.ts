import { comparison } from './base-elementwise.ts';

/** `keras.ops.not_equal`: also what Keras writes into a file for the mask of an Embedding. */
export const notEqual = comparison('NotEqual', (g, operands) => g.node('Not', [g.node('Equal', operands)]));
