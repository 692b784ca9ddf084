import { realOperator } from './base-elementwise.ts';

/** `keras.ops.tan`. */
export const tan = realOperator('Tan', 'Tan');
