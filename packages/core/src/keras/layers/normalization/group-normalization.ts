import type { Value } from '../../../graph/values.ts';
import { defineLayer } from '../../define-layer.ts';
import { axisIn, known } from '../../dims.ts';
import { reshapeWeight } from '../../weight.ts';
import { range } from '../channels.ts';
import { expectFloat } from '../expect.ts';
import { INT32 } from '../window.ts';

/**
 * `keras.layers.GroupNormalization` along any axis but the batch (keras/src/layers/normalization/group_normalization.py).
 *
 * Mean and variance are those of a sample and a group of channels that lie side by side, over all other axes. -1 groups are as many as channels.
 */
export const groupNormalization = defineLayer({
  keras: 'GroupNormalization',
  autocast: false,
  mask: 'pass',
  config: (f) => {
    const groups = f.int('groups', { min: -1, max: INT32, absent: 32 });
    if (groups === 0) throw f.wrong('groups', 'a whole number >= 1, or -1');
    return {
      groups,
      axis: f.int('axis', { min: -INT32, max: INT32, absent: -1 }),
      epsilon: f.number('epsilon', { min: 0, absent: 1e-3 }),
      scale: f.boolean('scale', true),
      center: f.boolean('center', true),
    };
  },
  weights: ({ axis, scale, center }, [x]) => {
    const shape = [known(x, axis)];
    return { gamma: scale ? shape : undefined, beta: center ? shape : undefined };
  },
  lower: (g, [x], { groups, axis, epsilon, scale, center }, call) => {
    expectFloat(x, call);
    const [at, channels] = [axisIn(x, axis), known(x, axis)];
    const count = groups === -1 ? channels : groups;
    if (at === 0 || channels % count !== 0)
      throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" unless its ${channels} channels fall into ${count} groups`);
    const rank = x.dims.length;
    // Channels stand last while they are cut into groups, so that at most the axes in front are of unknown size.
    const last = [...range(rank).filter((axis) => axis !== at), at];
    const moved = g.transpose(x, last);
    const grouped = g.reshape(moved, [...moved.dims.slice(0, -1), count, channels / count]);
    const over = g.ints([...range(rank).filter((axis) => axis !== 0 && axis !== rank - 1), rank]);
    const shape = [...range(rank - 1).map(() => 1), count, channels / count];
    const operand = (name: string): Value => g.constant(reshapeWeight(call.weight(name), shape));
    const mean = g.node('ReduceMean', [grouped, over], { keepdims: 1 });
    const centred = g.node('Sub', [grouped, mean]);
    const variance = g.node('ReduceMean', [g.node('Mul', [centred, centred]), over], { keepdims: 1 });
    const inverse = g.node('Reciprocal', [g.node('Sqrt', [g.node('Add', [variance, g.scalar(epsilon, x.dtype)])])]);
    const factor = scale ? g.node('Mul', [inverse, operand('gamma')]) : inverse;
    const y = g.node('Mul', [centred, factor]);
    const shifted = center ? g.node('Add', [y, operand('beta')]) : y;
    return g.transpose(
      g.reshape(shifted, moved.dims),
      range(rank).map((axis) => last.indexOf(axis)),
    );
  },
});
