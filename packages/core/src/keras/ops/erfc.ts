import { realFunction } from './base-elementwise.ts';
import { polynomial } from './polynomials.ts';

/** Chebyshev's fit of the logarithm of erfc(x) / t + x^2 at t = 1 / (1 + x / 2), to 1.2e-7 of every value (Press and others, Numerical Recipes, 6.2). */
const FIT = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223];

/** `keras.ops.erfc`: exact in its tail too, where 1 - erf(x) would be 0. */
export const erfc = realFunction('Erfc', (g, x) => {
  const size = g.node('Abs', [x]);
  const t = g.node('Reciprocal', [g.node('Add', [g.node('Mul', [size, g.scalar(0.5)]), g.scalar(1)])]);
  const exponent = g.node('Sub', [polynomial(g, t, FIT), g.node('Mul', [size, size])]);
  const tail = g.node('Mul', [t, g.node('Exp', [exponent])]);
  return g.node('Where', [g.node('Less', [x, g.scalar(0)]), g.node('Sub', [g.scalar(2), tail]), tail]);
});
