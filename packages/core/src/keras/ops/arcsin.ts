import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arcsin`. */
export const arcsin = realOperator('Arcsin', 'Asin');
