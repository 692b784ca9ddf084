import { realOperator } from './base-elementwise.ts';

/** `keras.ops.arctan`. */
export const arctan = realOperator('Arctan', 'Atan');
