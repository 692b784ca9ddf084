import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arctanh`. */
export const arctanh = realOperator('Arctanh', 'Atanh');
