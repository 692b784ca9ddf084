import { shift } from './base-shift.ts';

/** `keras.ops.left_shift`. */
export const leftShift = shift('LeftShift', 'LEFT');
