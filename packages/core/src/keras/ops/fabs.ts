import { realOperator } from './base-elementwise.ts';

/** `keras.ops.fabs`: the absolute value as a float. */
export const fabs = realOperator('Fabs', 'Abs');
