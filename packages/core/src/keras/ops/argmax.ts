import { argument, place } from './base-argument.ts';

/** `keras.ops.argmax`, as int32; a negative zero is below the other one. */
export const argmax = argument('Argmax', (g, x, axis, keep) => place(g, 'ArgMax', x, axis, keep));
