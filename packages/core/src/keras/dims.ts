import { type Dim, dimText, isKnown } from '../graph/dims.ts';
import type { Value } from '../graph/values.ts';
import { HorngateError } from '../words/error.ts';

/** The size of an axis, where a layer needs it as a number; -1 is the last axis. @throws HG_ARTIFACT_SHAPE where a call decides it, or there is none. */
export function known(value: Value, axis: number): number {
  const dim = dimOf(value, axis);
  if (!isKnown(dim)) throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot build the layer as axis ${axis} must be known: found "${dimText(dim)}"`);
  return dim;
}

/** The size of an axis, known or symbolic. */
export function dimOf(value: Value, axis: number): Dim {
  const dim = value.dims[axis < 0 ? axis + value.dims.length : axis];
  if (dim === undefined) throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot build the layer as axis ${axis} is wanted: found rank ${value.dims.length}`);
  return dim;
}

/** An axis from a config, as 0 … rank - 1. */
export function axisIn(value: Value, axis: number): number {
  const rank = value.dims.length;
  if (axis < -rank || axis >= rank) throw new HorngateError('HG_ARTIFACT_SHAPE', `Cannot build the layer as axis ${axis} is wanted: found rank ${rank}`);
  return axis < 0 ? axis + rank : axis;
}
