import { logical } from './base-elementwise.ts';

/** `keras.ops.logical_or`. */
export const logicalOr = logical('LogicalOr', 'Or');
