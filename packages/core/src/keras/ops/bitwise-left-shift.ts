import { shift } from './base-shift.ts';

/** `keras.ops.bitwise_left_shift`. */
export const bitwiseLeftShift = shift('BitwiseLeftShift', 'LEFT');
