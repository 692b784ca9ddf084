import { realOperator } from './base-elementwise.ts';

/** `keras.ops.cos`. */
export const cos = realOperator('Cos', 'Cos');
