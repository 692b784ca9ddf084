import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';

/** `keras.activations.glu` with its default axis -1: the first half of the features times the sigmoid of the second; half as many come out. */
export const glu = defineActivation({
  keras: 'glu',
  lower: (g, x) => {
    const [first, second] = g.nodes('Split', [x], { axis: x.dims.length - 1, num_outputs: 2 }, 2) as [Value, Value];
    return g.node('Mul', [first, g.node('Sigmoid', [second])]);
  },
});
