import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { defineLayer, type Inputs } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import { filledWeight, reshapeWeight } from '../../weight.ts';
import { expectFloat } from '../expect.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.LayerNormalization` over one axis or several, wherever they stand (keras/src/layers/normalization/layer_normalization.py).
 *
 * Keras sorts the axes as they are written, -1 before 1, takes the shape of gamma and beta in that order, and then reshapes their elements to the
 * axes of the input: so do we. `rms_scaling` divides by the deviation without taking the mean off, and has gamma alone, whatever `scale` says.
 * The last axes have an operator of their own in ONNX, which keeps more digits of numbers far from 0 than Keras does (measured), others are written out.
 * Whole numbers are refused: Keras casts the answer back to them.
 */
export const layerNormalization = defineLayer({
  keras: 'LayerNormalization',
  mask: 'pass',
  autocast: false,
  config: (f) => {
    const rms = f.boolean('rms_scaling', false);
    return {
      axes: f.has('axis') ? [...f.intList('axis', { min: -INT32, max: INT32 })].sort((a, b) => a - b) : [-1],
      epsilon: f.number('epsilon', { min: 0, absent: 1e-3 }),
      gamma: f.boolean('scale', true) || rms,
      beta: f.boolean('center', true) && !rms,
      rms,
    };
  },
  weights: ({ axes, gamma, beta }, [x]) => {
    const shape = axes.map((axis) => known(x, axis));
    return { gamma: gamma ? shape : undefined, beta: beta ? shape : undefined };
  },
  lower: (g, [x], { axes, epsilon, gamma, beta, rms }, call) => {
    expectFloat(x, call);
    const over = axes.map((axis) => axisIn(x, axis));
    if (over.length === 0 || new Set(over).size !== over.length)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless each of its axes is another`);
    const first = x.dims.length - over.length;
    if (!rms && over.every((axis) => axis >= first)) {
      const shape = x.dims.slice(first).map((_, index) => known(x, first + index));
      const operands = [gamma ? call.weight('gamma') : filledWeight(1, shape), ...(beta ? [call.weight('beta')] : [])];
      return g.node('LayerNormalization', [x, ...operands.map((weight) => g.constant(reshapeWeight(weight, shape)))], { axis: first - x.dims.length, epsilon });
    }
    const shape = x.dims.map((_, axis) => (over.includes(axis) ? known(x, axis) : 1));
    const operand = (name: string): Value => g.constant(reshapeWeight(call.weight(name), shape));
    const centred = g.node('Sub', [x, mean(g, x, over)]);
    const variance = mean(g, g.node('Mul', [centred, centred]), over);
    const deviation = g.node('Sqrt', [g.node('Add', [variance, g.scalar(epsilon)])]);
    const y = g.node('Div', [rms ? x : centred, deviation]);
    const scaled = gamma ? g.node('Mul', [y, operand('gamma')]) : y;
    return beta ? g.node('Add', [scaled, operand('beta')]) : scaled;
  },
});

const mean = (g: GraphBuilder, x: Inputs[0], axes: readonly number[]): Value => g.node('ReduceMean', [x, g.ints(axes)], { keepdims: 1 });
