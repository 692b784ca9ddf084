import { unary } from './base-elementwise.ts';
import { reversed } from './cut.ts';

/** `keras.ops.flipud`: the first axis from its end. */
export const flipud = unary('Flipud', (g, x) => reversed(g, x, [0]));
