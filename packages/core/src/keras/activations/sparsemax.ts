import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { defineActivation } from '../define-activation.ts';
import { known } from '../dims.ts';

/**
 * `keras.activations.sparsemax` over the last axis: the Euclidean projection onto the simplex, so that most features become 0.
 *
 * @see keras/src/backend/tensorflow/nn.py, `sparsemax`; Martins and Astudillo 2016, algorithm 1
 */
export const sparsemax = defineActivation({ keras: 'sparsemax', lower: (g, x) => sparsemaxOver(g, x, x.dims.length - 1) });

/** The same over any axis whose size is known. */
export function sparsemaxOver(g: GraphBuilder, x: Value, axis: number): Value {
  const classes = known(x, axis);
  const [sorted] = g.nodes('TopK', [x, g.ints([classes])], { axis, largest: 1, sorted: 1 }, 2) as [Value, Value];
  const sums = g.node('CumSum', [sorted, g.scalar(axis, 'int64')]);
  // Counted by the runtime, as the file decides how many there are.
  const counted = g.node('Range', [g.scalar(1, 'int64'), g.scalar(classes + 1, 'int64'), g.scalar(1, 'int64')]);
  const ranks = g.reshape(g.cast(counted, x.dtype), [classes, ...x.dims.slice(axis + 1).map(() => 1)]);
  const supported = g.cast(g.node('Greater', [sorted, g.node('Div', [g.node('Sub', [sums, g.scalar(1)]), ranks])]), x.dtype);
  const excess = g.node('Sub', [total(g, g.node('Mul', [sums, supported]), axis), g.scalar(1)]);
  return g.node('Relu', [g.node('Sub', [x, g.node('Div', [excess, total(g, supported, axis)])])]);
}

const total = (g: GraphBuilder, x: Value, axis: number): Value => g.node('ReduceSum', [x, g.ints([axis])]);
