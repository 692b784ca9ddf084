import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** (x + sqrt(x^2 + b)) / 2, as it stands there, so that large negative x lose their digits as in Keras. */
export function squareplusOf(g: GraphBuilder, x: Value, b: number): Value {
  const root = g.node('Sqrt', [g.node('Add', [g.node('Mul', [x, x]), g.scalar(b)])]);
  return g.node('Mul', [g.node('Add', [x, root]), g.scalar(0.5)]);
}

/** `keras.activations.squareplus` with b = 4. */
export const squareplus = defineActivation({ keras: 'squareplus', lower: (g, x) => squareplusOf(g, x, 4) });
