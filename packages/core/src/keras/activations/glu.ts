import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** The first half of an axis times the sigmoid of the second; half as many come out. */
export function gluOf(g: GraphBuilder, x: Value, axis: number): Value {
  const [first, second] = g.nodes('Split', [x], { axis, num_outputs: 2 }, 2) as [Value, Value];
  return g.node('Mul', [first, g.node('Sigmoid', [second])]);
}

/** `keras.activations.glu` with its default axis, the last. */
export const glu = defineActivation({ keras: 'glu', lower: (g, x) => gluOf(g, x, x.dims.length - 1) });
