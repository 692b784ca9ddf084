import { pairwise } from './base-elementwise.ts';

/** `keras.ops.bitwise_xor`: of whole numbers. */
export const bitwiseXor = pairwise('BitwiseXor', { names: ['x', 'y'] }, (g, pair) => g.node('BitwiseXor', pair));
