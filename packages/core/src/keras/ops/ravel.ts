import { unary } from './base-elementwise.ts';
import { row } from './row.ts';

/** `keras.ops.ravel`: all in one row. */
export const ravel = unary('Ravel', (g, x) => row(g, x));
