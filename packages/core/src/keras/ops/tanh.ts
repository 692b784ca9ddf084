import { realOperator } from './base-elementwise.ts';

/** `keras.ops.tanh`. */
export const tanh = realOperator('Tanh', 'Tanh');
