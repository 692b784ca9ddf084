import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Dims } from '../../../graph/dims.ts';
import { type Value, withMask } from '../../../graph/values.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { type AnyLayer, type Call, defineLayer, type Inputs } from '../../define-layer.ts';
import { carried } from '../../ops/carried.ts';
import { expectPlainSum } from '../../ops/plain-sum.ts';
import { resultOf } from '../../promotion.ts';

export interface Merge {
  readonly keras: string;
  /** Whether the answer depends on masks, as it does for Multiply, Maximum and Minimum. */
  readonly masked?: boolean;
  /** Inputs of one rank and type, each with its own mask. */
  merge(g: GraphBuilder, inputs: Inputs, call: Call): Value;
}

/**
 * Layers that merge elementwise (keras/src/layers/merging/base_merge.py).
 *
 * Inputs of lower rank get axes of 1 behind the batch, not in front. The mask of the answer is the OR of all masks, and none where one is missing.
 */
export const merging = ({ keras, masked = false, merge }: Merge): AnyLayer =>
  defineLayer({
    keras,
    mask: 'own',
    config: () => ({}),
    lower: (g, inputs, _, call) => {
      const rank = Math.max(...inputs.map(({ dims }) => dims.length));
      const uneven = inputs.some(({ dims }) => dims.length !== rank);
      if (uneven && (masked ? inputs.some(({ mask }) => mask) : inputs.every(({ mask }) => mask)))
        throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" for masked inputs of several ranks`);
      const aligned = eachOf(inputs, (x) => withMask(g.reshape(x, alignedDims(x.dims, rank)), x.mask));
      return withMask(merge(g, oneType(g, aligned, call), call), either(g, inputs));
    },
  });

export const eachOf = ([first, ...others]: Inputs, change: (x: Value) => Value): Inputs => [change(first), ...others.map(change)];

const alignedDims = ([batch = 1, ...rest]: Dims, rank: number): Dims => [batch, ...Array.from({ length: rank - rest.length - 1 }, () => 1), ...rest];

/** The inputs in the type in which they meet, each with its own mask. TensorFlow has no arithmetic of booleans. */
function oneType(g: GraphBuilder, inputs: Inputs, call: Call): Inputs {
  const dtype = meetingType(inputs, call);
  if (dtype === 'bool') throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for inputs of the type bool`);
  return eachOf(inputs, (x) => withMask(g.cast(x, dtype), x.mask));
}

/** The type in which all inputs meet (`promotion.ts`). @throws HG_UNSUPPORTED_DTYPE where there is none. */
export function meetingType(inputs: Inputs, call: Call): DType {
  const dtype = resultOf(inputs.map((x) => x.dtype));
  if (dtype === undefined)
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for inputs of the types ${inputs.map((x) => x.dtype).join(', ')}`);
  return dtype;
}

/** The OR of all masks; undefined where an input has none. */
export function either(g: GraphBuilder, inputs: Inputs): Value | undefined {
  const masks = inputs.flatMap(({ mask }) => (mask === undefined ? [] : [mask]));
  return masks.length < inputs.length ? undefined : masks.reduce((a, b) => g.node('Or', [a, b]));
}

/** Left to right, as Keras does: float addition is not associative. */
export const sum = (g: GraphBuilder, inputs: Inputs, call: Call): Value =>
  inputs.reduce((a, b) => {
    expectPlainSum(g, [a, b], call);
    return carried(g, 'Add', [a, b]);
  });

/** Left to right, as Keras does. */
export const fold = (g: GraphBuilder, op: string, inputs: Inputs): Value => inputs.reduce((a, b) => carried(g, op, [a, b]));

/** The mask of `x` with an axis of 1 behind it, to choose whole steps. @throws HG_UNSUPPORTED_MASK unless the mask covers all axes but the last. */
export function maskOver(g: GraphBuilder, x: Value, call: Call): Value | undefined {
  if (x.mask === undefined) return undefined;
  if (x.mask.dims.length !== x.dims.length - 1)
    throw call.refuse('HG_UNSUPPORTED_MASK', `Cannot compile "${call.name}" unless the mask of each input covers all of its axes but the last`);
  return g.node('Unsqueeze', [x.mask, g.ints([-1])]);
}
