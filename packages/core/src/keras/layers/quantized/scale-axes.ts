import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';

/** How the scale of one operand of an einsum is brought to the axes of the answer: transposed, then given axes of 1, then rid of some. */
export interface ScaleAxes {
  readonly reduced: readonly number[];
  readonly transpose: readonly number[];
  readonly expand: readonly number[];
  readonly squeeze: readonly number[];
}

/**
 * Follows Keras step by step (keras/src/layers/core/einsum_dense.py, `_analyze_quantization_info`): an axis that is summed takes the place of the first axis
 * of the answer that the operand lacks; where there is none left, it goes where the last one went, and is dropped afterwards.
 *
 * @returns undefined where Keras itself fails.
 */
export function scaleAxes(operand: readonly string[], output: readonly string[]): ScaleAxes | undefined {
  const reduced = operand.flatMap((label, axis) => (output.includes(label) ? [] : [axis]));
  const expand = output.flatMap((label, axis) => (operand.includes(label) ? [] : [axis]));
  const transpose = output.flatMap((label) => (operand.includes(label) ? [operand.indexOf(label)] : []));
  const squeeze: number[] = [];
  let place: number | undefined;
  for (const axis of reduced) {
    const next = expand.shift();
    if (next === undefined) squeeze.push(axis);
    else place = next;
    if (place === undefined) return undefined;
    transpose.splice(place, 0, axis);
  }
  return { reduced, transpose, expand, squeeze };
}

/** Sizes of the scale of a kernel. */
export function scaleDims({ reduced, transpose, expand, squeeze }: ScaleAxes, kernel: readonly number[]): readonly number[] {
  const ones = kernel.map((size, axis) => (reduced.includes(axis) ? 1 : size));
  const dims = transpose.map((axis) => ones[axis] ?? 1);
  for (const axis of [...expand].sort((a, b) => a - b)) dims.splice(axis, 0, 1);
  for (const axis of [...squeeze].sort((a, b) => b - a)) dims.splice(axis, 1);
  return dims;
}

/** The scale of inputs, 1 on the axes that share it, brought to the axes of the answer. */
export function movedScale(g: GraphBuilder, scale: Value, { transpose, expand, squeeze }: ScaleAxes): Value {
  const moved = g.transpose(scale, transpose);
  const wide = expand.length === 0 ? moved : g.node('Unsqueeze', [moved, g.ints(expand)]);
  return squeeze.length === 0 ? wide : g.node('Squeeze', [wide, g.ints(squeeze)]);
}
