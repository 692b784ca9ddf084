import { pairwise } from './base-elementwise.ts';

/** `keras.ops.bitwise_and`: of whole numbers. */
export const bitwiseAnd = pairwise('BitwiseAnd', { names: ['x', 'y'] }, (g, pair) => g.node('BitwiseAnd', pair));
