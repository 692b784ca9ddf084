import { arithmetic } from './base-elementwise.ts';

/** `keras.ops.multiply`: x1 * x2. */
export const multiply = arithmetic('Multiply', 'Mul');
