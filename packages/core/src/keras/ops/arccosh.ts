import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arccosh`. */
export const arccosh = realOperator('Arccosh', 'Acosh');
