import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { unary } from './base-elementwise.ts';

/**
 * `keras.ops.i0`: the modified Bessel function of order 0, by its power series, whose terms are all positive, and past 16 by its asymptotic series.
 *
 * @see https://dlmf.nist.gov/10.25.E2 and https://dlmf.nist.gov/10.40.E1
 */
export const i0 = unary('I0', (g, given, call) => {
  if (given.dtype === 'int64' || given.dtype === 'float64') throw call.refuse('HG_UNSUPPORTED_DTYPE', 'Cannot compile "I0" in float64');
  const x = g.node('Abs', [g.cast(given, 'float32')]);
  const answer = g.node('Where', [g.node('Less', [x, g.scalar(BORDER)]), series(g, x), asymptotic(g, x)]);
  return g.cast(answer, given.dtype === 'float16' ? 'float16' : 'float32');
});

const BORDER = 16;

/** 1 + t/1² (1 + t/2² (1 + …)) for t = x²/4. */
function series(g: GraphBuilder, x: Value): Value {
  const t = g.node('Mul', [g.node('Mul', [x, x]), g.scalar(0.25)]);
  let sum = g.scalar(1);
  for (let k = 40; k >= 1; k--) sum = g.node('Add', [g.node('Mul', [g.node('Mul', [t, g.scalar(1 / k ** 2)]), sum]), g.scalar(1)]);
  return sum;
}

/** exp(x) / sqrt(2 pi x) (1 + 1²/8x (1 + 3²/16x (1 + 5²/24x …))), the exponential in two halves, which overflow later. */
function asymptotic(g: GraphBuilder, x: Value): Value {
  let sum = g.scalar(1);
  for (let k = 9; k >= 1; k--) sum = g.node('Add', [g.node('Mul', [g.node('Div', [g.scalar((2 * k - 1) ** 2 / (8 * k)), x]), sum]), g.scalar(1)]);
  const half = g.node('Exp', [g.node('Mul', [x, g.scalar(0.5)])]);
  const scale = g.node('Div', [half, g.node('Sqrt', [g.node('Mul', [x, g.scalar(2 * Math.PI)])])]);
  return g.node('Mul', [g.node('Mul', [scale, sum]), half]);
}
