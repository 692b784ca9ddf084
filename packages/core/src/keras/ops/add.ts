import { arithmetic } from './base-elementwise.ts';

/** `keras.ops.add`: x1 + x2. */
export const add = arithmetic('Add', 'Add');
