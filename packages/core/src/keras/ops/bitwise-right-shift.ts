import { shift } from './base-shift.ts';

/** `keras.ops.bitwise_right_shift`, with the sign kept. */
export const bitwiseRightShift = shift('BitwiseRightShift', 'RIGHT');
