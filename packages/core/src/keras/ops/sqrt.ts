import { realOperator } from './base-elementwise.ts';

/** `keras.ops.sqrt`. */
export const sqrt = realOperator('Sqrt', 'Sqrt');
