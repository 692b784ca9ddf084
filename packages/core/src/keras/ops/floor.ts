import { realOperator } from './base-elementwise.ts';

/** `keras.ops.floor`. */
export const floor = realOperator('Floor', 'Floor');
