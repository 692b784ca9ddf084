import { arithmetic } from './base-elementwise.ts';

/** `keras.ops.maximum`: the greater of both. */
export const maximum = arithmetic('Maximum', 'Max');
