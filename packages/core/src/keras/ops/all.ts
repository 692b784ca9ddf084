import { everywhere, reduction } from './base-reduction.ts';

/** `keras.ops.all`: whether nothing is 0. */
export const all = reduction('All', (g, x, how) => everywhere(g, g.cast(x, 'bool'), how));
