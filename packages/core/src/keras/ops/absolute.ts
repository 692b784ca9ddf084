import { isSigned, keeping } from './base-elementwise.ts';

/** `keras.ops.absolute`. */
export const absolute = keeping(
  'Absolute',
  (g, x) => (isSigned(x.dtype) ? g.node('Abs', [x]) : x),
  (dtype) => dtype !== 'string',
);
