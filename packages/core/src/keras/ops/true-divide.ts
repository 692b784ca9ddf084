import { realPair } from './base-elementwise.ts';

/** `keras.ops.true_divide`: x1 / x2; integers become floats first. */
export const trueDivide = realPair('TrueDivide', 'Div');
