import { unary } from './base-elementwise.ts';
import { likewise } from './likewise.ts';

/** `keras.ops.isreal`: true everywhere, as no type here is complex. */
export const isreal = unary('Isreal', (g, x) => likewise(g, x, g.scalar(1, 'bool')));
