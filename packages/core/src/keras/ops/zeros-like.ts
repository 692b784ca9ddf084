import { filled } from './base-filled.ts';

/** `keras.ops.zeros_like`. */
export const zerosLike = filled('ZerosLike', 0);
