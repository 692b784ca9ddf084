import { over, reduction } from './base-reduction.ts';

/** `keras.ops.count_nonzero`, as int32. */
export const countNonzero = reduction('CountNonzero', (g, x, how) => over(g, 'ReduceSum', g.cast(g.cast(x, 'bool'), 'int32'), how));
