import { realOperator } from './base-elementwise.ts';

/** `keras.ops.sin`. */
export const sin = realOperator('Sin', 'Sin');
