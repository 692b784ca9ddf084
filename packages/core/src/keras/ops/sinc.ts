import { realFunction } from './base-elementwise.ts';
import { carried } from './carried.ts';
import { numberAs } from './number-as.ts';

/** `keras.ops.sinc`: sin(pi * x) / (pi * x), and 1 at 0. */
export const sinc = realFunction('Sinc', (g, x) => {
  const angle = g.node('Mul', [x, numberAs(g, Math.PI, x.dtype)]);
  const zero = g.node('Equal', [x, numberAs(g, 0, x.dtype)]);
  return g.node('Where', [zero, numberAs(g, 1, x.dtype), g.node('Div', [carried(g, 'Sin', [angle]), angle])]);
});
