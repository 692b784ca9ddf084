import { filled } from './base-filled.ts';

/** `keras.ops.empty_like`: zeros, on TensorFlow. */
export const emptyLike = filled('EmptyLike', 0);
