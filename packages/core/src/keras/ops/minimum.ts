import { arithmetic } from './base-elementwise.ts';

/** `keras.ops.minimum`: the lesser of both. */
export const minimum = arithmetic('Minimum', 'Min');
