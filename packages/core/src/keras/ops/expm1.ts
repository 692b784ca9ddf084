import { realFunction } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.expm1`: exp(x) - 1 as tanh(x / 2) * (exp(x) + 1), which loses nothing near 0. */
export const expm1 = realFunction('Expm1', (g, x) => {
  const half = carried(g, 'Tanh', [g.node('Mul', [x, numberAs(g, 0.5, x.dtype)])]);
  return g.node('Mul', [half, g.node('Add', [carried(g, 'Exp', [x]), numberAs(g, 1, x.dtype)])]);
});
