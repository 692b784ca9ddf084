import { pairwise } from './base-elementwise.ts';

/** `keras.ops.bitwise_or`: of whole numbers. */
export const bitwiseOr = pairwise('BitwiseOr', { names: ['x', 'y'] }, (g, pair) => g.node('BitwiseOr', pair));
