import { type Dims, floorDiv, isKnown, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { tensorOf } from './operands.ts';

/** `keras.ops.reshape`: all axes, the batch among them; one may be -1. */
export const reshape = defineOperation({
  keras: 'Reshape',
  arguments: ['x'],
  config: (f) => {
    const shape = f.intList('newshape', { min: -1 });
    if (shape.length > MAX_RANK) throw f.wrong('newshape', `at most ${MAX_RANK} whole numbers`);
    return shape;
  },
  lower: (g, shape, call) => {
    const x = tensorOf(g, call);
    return g.reshape(x, filled(x, shape, call));
  },
});

/** The axis that is -1 takes what is left. */
function filled(x: Value, shape: readonly number[], call: Call): Dims {
  const hole = shape.indexOf(-1);
  const rest = shape.reduce((product, dim, axis) => (axis === hole ? product : product * dim), 1);
  const all = multiplyDims(x.dims);
  const fits = hole < 0 ? !isKnown(all) || all === rest : rest > 0 && (!isKnown(all) || all % rest === 0);
  if (!fits || shape.lastIndexOf(-1) !== hole) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot reshape the tensor to [${shape.join(', ')}]`);
  return hole < 0 ? shape : shape.with(hole, 0).map((dim, axis) => (axis === hole ? floorDiv(all, rest) : dim));
}
