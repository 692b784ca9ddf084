import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import { type Call, defineLayer, type Inputs } from '../../define-layer.ts';
import { axisIn } from '../../dims.ts';
import { INT32 } from '../window.ts';
import { eachOf, either, meetingType } from './base-merge.ts';

/**
 * `keras.layers.Concatenate` (keras/src/layers/merging/concatenate.py).
 *
 * The mask counts a missing one as all true, spreads each over its input, concatenates them, and takes any() over the last axis.
 * Along the last axis that is the OR of the masks, or all true (none at all, to every layer); along another, the masks themselves concatenated.
 */
export const concatenate = defineLayer({
  keras: 'Concatenate',
  mask: 'own',
  config: (f) => ({ axis: f.int('axis', { min: -INT32, max: INT32, absent: -1 }) }),
  lower: (g, inputs, { axis }, call) => {
    const at = axisIn(inputs[0], axis);
    return withMask(g.node('Concat', oneType(g, inputs, call), { axis: at }), maskOf(g, inputs, at, call));
  },
});

/** Texts are moved as they are, beside texts alone. */
function oneType(g: GraphBuilder, inputs: Inputs, call: Call): Inputs {
  if (inputs.every(({ dtype }) => dtype === 'string')) return inputs;
  const dtype = meetingType(inputs, call);
  return eachOf(inputs, (x) => g.cast(x, dtype));
}

function maskOf(g: GraphBuilder, inputs: Inputs, axis: number, call: Call): Value | undefined {
  if (inputs.every(({ mask }) => mask === undefined)) return undefined;
  if (inputs.some(({ mask, dims }) => mask !== undefined && mask.dims.length !== dims.length - 1))
    throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" unless the mask of each input covers all of its axes but the last`);
  if (axis === inputs[0].dims.length - 1) return either(g, inputs);
  return g.node(
    'Concat',
    eachOf(inputs, (x) => x.mask ?? allTrue(g, x)),
    { axis },
  );
}

/** A mask for all axes of `x` but the last. */
function allTrue(g: GraphBuilder, x: Value): Value {
  const dims = x.dims.slice(0, -1);
  return g.node('Expand', [g.scalar(1, 'bool'), g.shape(x, dims)], {}, dims);
}
