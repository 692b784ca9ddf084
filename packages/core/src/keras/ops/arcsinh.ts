import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arcsinh`. */
export const arcsinh = realOperator('Arcsinh', 'Asinh');
