import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arccos`. */
export const arccos = realOperator('Arccos', 'Acos');
