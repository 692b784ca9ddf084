import { realFunction } from './base-elementwise.ts';
import { polynomial } from './polynomials.ts';

/** Giles' fits of erfinv(x) / x by w = -log(1 - x^2), for float32 (Approximating the erfinv function, GPU Computing Gems, 2012). */
const CENTRE = [2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164, 0.246640727, 1.50140941];
const TAIL = [-0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047, 1.00167406, 2.83297682];

/** `keras.ops.erfinv`: infinite at -1 and 1, not a number beyond. */
export const erfinv = realFunction('Erfinv', (g, x) => {
  const one = g.scalar(1);
  const w = g.node('Neg', [g.node('Log', [g.node('Mul', [g.node('Sub', [one, x]), g.node('Add', [one, x])])])]);
  const near = polynomial(g, g.node('Sub', [w, g.scalar(2.5)]), CENTRE);
  const far = polynomial(g, g.node('Sub', [g.node('Sqrt', [w]), g.scalar(3)]), TAIL);
  const factor = g.node('Where', [g.node('Less', [w, g.scalar(5)]), near, far]);
  const end = g.node('Equal', [g.node('Abs', [x]), one]);
  return g.node('Where', [end, g.node('Mul', [x, g.scalar(Number.POSITIVE_INFINITY)]), g.node('Mul', [factor, x])]);
});
