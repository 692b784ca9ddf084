import { arithmetic } from './base-elementwise.ts';

/** `keras.ops.subtract`: x1 - x2. */
export const subtract = arithmetic('Subtract', 'Sub');
