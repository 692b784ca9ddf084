import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.imag`: 0 everywhere, as no type here is complex. */
export const imag = unary('Imag', (g, x) => likewise(g, x, numberAs(g, 0, x.dtype)));
