import { unary } from './base-elementwise.ts';
import { reversed } from './cut.ts';

/** `keras.ops.fliplr`: the second axis from its end. */
export const fliplr = unary('Fliplr', (g, x) => reversed(g, x, [1]));
