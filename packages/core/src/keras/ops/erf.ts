import { realOperator } from './base-elementwise.ts';

/** `keras.ops.erf`. */
export const erf = realOperator('Erf', 'Erf');
