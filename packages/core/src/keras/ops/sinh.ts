import { realOperator } from './base-elementwise.ts';

/** `keras.ops.sinh`. */
export const sinh = realOperator('Sinh', 'Sinh');
