import { unary } from './base-elementwise.ts';

/** `keras.ops.size`: how many elements there are, as int32. */
export const size = unary('Size', (g, x) => g.cast(g.node('ReduceProd', [g.node('Shape', [x])], { keepdims: 0 }), 'int32'));
