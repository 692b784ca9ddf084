import { logical } from './base-elementwise.ts';

/** `keras.ops.logical_and`. */
export const logicalAnd = logical('LogicalAnd', 'And');
