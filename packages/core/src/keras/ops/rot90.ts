import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axesOf, axisList } from '../axes.ts';
import { defineOperation } from '../define-operation.ts';
import { dimOf } from '../dims.ts';
import { reversed } from './cut.ts';
import { tensorOf } from './operands.ts';

/**
 * `keras.ops.rot90`: a plane of two axes turned by quarters. Before a second turn Keras on TensorFlow gives the plane the sizes that it has in the end
 * (`rot90` of keras/src/backend/tensorflow/numpy.py), which tears apart one that is no square and is turned twice: so do we.
 */
export const rot90 = defineOperation({
  keras: 'Rot90',
  arguments: ['array'],
  config: (f) => ({ turns: f.int('k', { absent: 1 }), axes: f.has('axes') ? axisList(f, 'axes') : [0, 1] }),
  lower: (g, { turns, axes }, call) => {
    const x = tensorOf(g, call, 'array');
    const plane = axesOf(x, axes);
    if (plane.length !== 2) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot turn a plane of ${plane.length} axes`);
    const times = ((turns % 4) + 4) % 4;
    const order = [...x.dims.map((_, axis) => axis).filter((axis) => !plane.includes(axis)), ...plane];
    const made = turned(g, g.transpose(x, order), times);
    return times === 0
      ? g.node('Identity', [x])
      : g.transpose(
          made,
          order.map((_, axis) => order.indexOf(axis)),
        );
  },
});

function turned(g: GraphBuilder, x: Value, times: number): Value {
  const rank = x.dims.length;
  const around = x.dims.slice(0, -2);
  const [high, wide] = [dimOf(x, -2), dimOf(x, -1)];
  const swap = [...around.map((_, axis) => axis), rank - 1, rank - 2];
  const turn = (value: Value): Value => g.transpose(reversed(g, value, [rank - 1]), swap);
  const last = [...around, ...(times % 2 === 1 ? [wide, high] : [high, wide])];
  let made = turn(x);
  if (times > 1) made = g.reshape(made, last);
  for (let time = 1; time < times; time++) made = turn(made);
  return g.reshape(made, last);
}
