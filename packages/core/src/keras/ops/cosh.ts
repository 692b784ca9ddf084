import { realOperator } from './base-elementwise.ts';

/** `keras.ops.cosh`. */
export const cosh = realOperator('Cosh', 'Cosh');
