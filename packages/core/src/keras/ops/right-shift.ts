import { shift } from './base-shift.ts';

/** `keras.ops.right_shift`, with the sign kept. */
export const rightShift = shift('RightShift', 'RIGHT');
