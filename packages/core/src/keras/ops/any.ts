import { anywhere, reduction } from './base-reduction.ts';

/** `keras.ops.any`: whether something is not 0. */
export const any = reduction('Any', (g, x, how) => anywhere(g, g.cast(x, 'bool'), how));
