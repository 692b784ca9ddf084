import { unary } from './base-elementwise.ts';
import { real } from './operands.ts';

/** `keras.ops.exp2`: 2 ** x; Keras itself takes float32 and whole numbers alone. */
export const exp2 = unary('Exp2', (g, given, call) => {
  const x = real(g, call, given);
  if (x.dtype !== 'float32') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "Exp2" on ${x.dtype}`);
  return g.node('Pow', [g.scalar(2), x]);
});
