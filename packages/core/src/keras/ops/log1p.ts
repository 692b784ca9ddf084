import { realFunction } from './base-elementwise.ts';
import { log1pOf } from './log1p-of.ts';

/** `keras.ops.log1p`: log(1 + x). */
export const log1p = realFunction('Log1p', log1pOf);
