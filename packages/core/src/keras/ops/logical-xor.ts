import { logical } from './base-elementwise.ts';

/** `keras.ops.logical_xor`. */
export const logicalXor = logical('LogicalXor', 'Xor');
