import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import type { Call } from '../define-layer.ts';
import { type AnyOperation, defineOperation } from '../define-operation.ts';
import { numberAs } from './number-as.ts';
import { tensorOf } from './operands.ts';
import { METHODS, type Method, pick } from './quantile-of.ts';
import { row } from './row.ts';

/**
 * Quantiles of all floats that are no NaN, and NaN where there are none. Along axes Keras itself cannot reckon them in a model: its TensorFlow backend maps a
 * function of Python over the rows (`nanquantile` of keras/src/backend/tensorflow/numpy.py), which fails there.
 */
export const quantilesWithoutNan = (keras: string, q: (g: GraphBuilder, call: Call) => Value, names: readonly string[]): AnyOperation =>
  defineOperation({
    keras,
    arguments: names,
    config: (f) => {
      f.only('axis');
      return { method: f.oneOf('method', METHODS, 'linear'), keep: f.boolean('keepdims', false) };
    },
    lower: (g, { method, keep }, call) => {
      const x = tensorOf(g, call);
      const at = g.cast(q(g, call), 'float64');
      if (!isFloat(x.dtype) || at.dims.length > 1) throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${keras}" on ${x.dtype}`);
      const found = among(g, row(g, x), at, method);
      return keep ? g.node('Unsqueeze', [found, g.ints(x.dims.map((_, axis) => axis + at.dims.length))]) : found;
    },
  });

/** The NaN are put behind all others, where nothing is looked for. */
function among(g: GraphBuilder, x: Value, q: Value, method: Method): Value {
  const nan = g.node('IsNaN', [x]);
  const count = g.node('ReduceSum', [g.cast(g.node('Not', [nan]), 'float64')], { keepdims: 0 });
  const rest = g.node('Where', [nan, numberAs(g, Number.POSITIVE_INFINITY, x.dtype), x]);
  return g.node('Where', [g.node('Equal', [count, g.scalar(0, 'float64')]), numberAs(g, Number.NaN, x.dtype), pick(g, rest, q, method, count)]);
}
