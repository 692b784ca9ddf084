import { realOperator } from './base-elementwise.ts';

/** `keras.ops.exp`. */
export const exp = realOperator('Exp', 'Exp');
