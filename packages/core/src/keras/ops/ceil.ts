import { realOperator } from './base-elementwise.ts';

/** `keras.ops.ceil`. */
export const ceil = realOperator('Ceil', 'Ceil');
