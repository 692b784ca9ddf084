import { over, reduction, summedAs } from './base-reduction.ts';

/** `keras.ops.sum`; small integers are added up in 32 bits. */
export const sum = reduction('Sum', (g, x, how) => over(g, 'ReduceSum', g.cast(x, summedAs(x.dtype)), how));
