import type { GraphBuilder } from '../../graph/builder.ts';
import type { Dim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';

/** Sizes that tensors of a graph hold, where they came from `tf.shape`. */
const held = new WeakMap<GraphBuilder, Map<string, readonly Dim[]>>();

/** Notes that a tensor holds these sizes. */
export function noteDims(g: GraphBuilder, value: Value, dims: readonly Dim[]): Value {
  const notes = held.get(g) ?? new Map<string, readonly Dim[]>();
  held.set(g, notes.set(value.id, dims));
  return value;
}

export const knownDims = (g: GraphBuilder, value: Value): readonly Dim[] | undefined => held.get(g)?.get(value.id);
