import { realOperator } from './base-elementwise.ts';

/** `keras.ops.log`. */
export const log = realOperator('Log', 'Log');
