import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axesOf } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { over, type Reducing } from './base-reduction.ts';
import { argumentOf, asTensor, resultType, typedAs } from './operands.ts';

/** `keras.ops.average`: the mean, or that of weights of the same rank, or of weights along one axis. */
export const average = defineOperation({
  keras: 'Average',
  arguments: ['x', 'weights'],
  config: (f) => ((f.raw('axis') ?? null) === null ? null : f.int('axis')),
  lower: (g, axis, call) => {
    const given = argumentOf(g, call, 'x');
    const weights = call.argument('weights') === undefined ? undefined : asTensor(argumentOf(g, call, 'weights'));
    const dtype = resultType(call, weights === undefined ? [asTensor(given)] : [asTensor(given), weights], ['float']);
    const x = typedAs(g, given, dtype);
    const how = { axes: axesOf(x, axis === null ? null : [axis]), keep: false };
    if (weights === undefined) return over(g, 'ReduceMean', x, how);
    return weighted(g, x, typedAs(g, weights, dtype), how, call);
  },
});

function weighted(g: GraphBuilder, x: Value, w: Value, how: Reducing, call: Call): Value {
  const sum = (value: Value): Value => over(g, 'ReduceSum', value, how);
  if (w.dims.length === x.dims.length || how.axes.length !== 1) return g.node('Div', [sum(g.node('Mul', [x, w])), sum(w)]);
  if (w.dims.length !== 1) throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot average with weights of rank ${w.dims.length}`);
  const [axis = 0] = how.axes;
  const others = x.dims.map((_, at) => at).filter((at) => at !== axis);
  const along = others.length === 0 ? w : g.node('Unsqueeze', [w, g.ints(others)]);
  return g.node('Div', [sum(g.node('Mul', [x, along])), over(g, 'ReduceSum', w, { axes: [0], keep: false })]);
}
