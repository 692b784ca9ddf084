import { realPair } from './base-elementwise.ts';

/** `keras.ops.divide`: x1 / x2; integers become floats first. */
export const divide = realPair('Divide', 'Div');
