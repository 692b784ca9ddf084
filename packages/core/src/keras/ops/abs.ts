import { isSigned, keeping } from './base-elementwise.ts';

/** `keras.ops.abs`. */
export const abs = keeping(
  'Abs',
  (g, x) => (isSigned(x.dtype) ? g.node('Abs', [x]) : x),
  (dtype) => dtype !== 'string',
);
