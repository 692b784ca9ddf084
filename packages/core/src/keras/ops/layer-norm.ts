import type { Value } from '../../graph/values.ts';
import { axesOf, axisList } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import type { Fields } from '../fields.ts';
import { expectFloat } from '../layers/expect.ts';
import { reduced } from './base-reduction.ts';
import { tensorOf } from './operands.ts';
import { variance } from './var.ts';

/** Null is Keras' own epsilon. */
export const epsilonOf = (f: Fields): number => f.numberOrNull('epsilon', { absent: null }) ?? 1e-7;

/**
 * `keras.ops.layer_normalization`: gamma and beta are arguments, either of the rank of x, or with the sizes of the axes in their order.
 *
 * `rms_scaling` leaves the mean where it is, though it divides by the deviation from it, and knows no beta.
 */
export const layerNorm = defineOperation({
  keras: 'LayerNorm',
  like: 'x',
  arguments: ['x', 'gamma', 'beta'],
  config: (f) => ({ axes: f.has('axis') ? axisList(f, 'axis') : [-1], epsilon: epsilonOf(f), rms: f.boolean('rms_scaling', false) }),
  lower: (g, { axes, epsilon, rms }, call) => {
    const x = tensorOf(g, call);
    expectFloat(x, call);
    const over = axesOf(x, axes);
    const last = axes.length === 1 && axes[0] === x.dims.length - 1;
    const shape = x.dims.map((_, axis) => (over.includes(axis) ? dimOf(x, axis) : 1));
    const operand = (name: string): Value | undefined => {
      if (call.argument(name) === undefined) return undefined;
      const value = tensorOf(g, call, name);
      expectFloat(value, call);
      return value.dims.length === shape.length || last ? value : g.reshape(value, shape);
    };
    const centred = rms ? x : g.node('Sub', [x, reduced(g, 'ReduceMean', x, over, true)]);
    const deviation = g.node('Sqrt', [g.node('Add', [variance(g, x, over, true), g.scalar(epsilon)])]);
    const [gamma, beta] = [operand('gamma'), rms ? undefined : operand('beta')];
    const y = g.node('Div', [centred, deviation]);
    const scaled = gamma === undefined ? y : g.node('Mul', [y, gamma]);
    return beta === undefined ? scaled : g.node('Add', [scaled, beta]);
  },
});
