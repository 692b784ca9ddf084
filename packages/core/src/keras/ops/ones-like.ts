import { filled } from './base-filled.ts';

/** `keras.ops.ones_like`. */
export const onesLike = filled('OnesLike', 1);
