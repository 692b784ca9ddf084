import { argument, place } from './base-argument.ts';

/** `keras.ops.argmin`, as int32; a negative zero is below the other one. */
export const argmin = argument('Argmin', (g, x, axis, keep) => place(g, 'ArgMin', x, axis, keep));
