import { unary } from './base-elementwise.ts';

/** `keras.ops.copy`. */
export const copy = unary('Copy', (g, x) => g.node('Identity', [x]));
