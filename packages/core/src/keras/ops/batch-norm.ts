import type { Value } from '../../graph/values.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, dimOf } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.batch_normalization`: mean, variance, offset and scale are arguments, vectors along one axis. */
export const batchNorm = defineOperation({
  keras: 'BatchNorm',
  like: 'x',
  arguments: ['x', 'mean', 'variance', 'offset', 'scale'],
  config: (f) => ({ axis: f.int('axis'), epsilon: f.number('epsilon', { absent: 1e-3 }) }),
  lower: (g, { axis, epsilon }, call) => {
    const x = tensorOf(g, call);
    const at = axisIn(x, axis);
    const vector = (name: string): Value => {
      const value = tensorOf(g, call, name);
      if (value.dims.length !== 1) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot normalize unless "${name}" is a vector`);
      return g.reshape(value, [dimOf(value, 0), ...x.dims.slice(at + 1).map(() => 1)]);
    };
    const given = ['mean', 'variance', 'scale', 'offset'].map((name) => (call.argument(name) === undefined ? undefined : vector(name)));
    for (const value of [x, ...given]) if (value !== undefined) expectFloat(value, call);
    const [mean, variance, scale, offset] = given;
    if (mean === undefined || variance === undefined) throw call.refuse('HG_ARTIFACT_GRAPH', 'Cannot normalize without a mean and a variance');
    const deviation = g.node('Sqrt', [g.node('Add', [variance, g.scalar(epsilon)])]);
    const y = g.node('Div', [g.node('Sub', [x, mean]), deviation]);
    const scaled = scale === undefined ? y : g.node('Mul', [y, scale]);
    return offset === undefined ? scaled : g.node('Add', [scaled, offset]);
  },
});
