import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, type Dim, floorDiv, isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { counted, frames } from './numbers.ts';

/** A window along one axis. */
export interface Sliding {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}

/** How many windows fit on an axis: (size - reach) / stride + 1. @throws HG_ARTIFACT_SHAPE for none. */
export function windowsOn(dim: Dim, { size, stride, dilation }: Sliding, call: Call): Dim {
  const room = addDims(dim, -((size - 1) * dilation + 1));
  if (isKnown(room) && room < 0) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot cut patches that are longer than what they are cut from');
  return addDims(floorDiv(room, stride), 1);
}

/** The number of windows on an axis of `x`, as an int64 scalar. */
export function windowCount(g: GraphBuilder, x: Value, axis: number, window: Sliding, count: Dim): Value {
  if (isKnown(count)) return g.scalar(count, 'int64');
  const size = g.node('Squeeze', [g.node('Shape', [x], { start: axis, end: axis + 1 }), g.ints([0])]);
  const room = g.node('Sub', [size, g.scalar((window.size - 1) * window.dilation + 1, 'int64')]);
  return g.node('Add', [g.node('Div', [room, g.scalar(window.stride, 'int64')]), g.scalar(1, 'int64')]);
}

/** The windows of one axis as two: [..., cell, window, ...] in place of [..., size, ...]. */
export function slid(g: GraphBuilder, x: Value, axis: number, window: Sliding, call: Call): Value {
  const count = windowsOn(x.dims[axis] ?? 1, window, call);
  const starts = counted(g, count, windowCount(g, x, axis, window, count));
  const cells = counted(g, window.size, g.scalar(window.size, 'int64'));
  return g.node('Gather', [x, frames(g, cells, window.dilation, starts, window.stride)], { axis });
}

/** The windows of one axis as two, the cells last: [..., window, cell, ...]. */
export function slidBack(g: GraphBuilder, x: Value, axis: number, window: Sliding, call: Call): Value {
  const count = windowsOn(x.dims[axis] ?? 1, window, call);
  const starts = counted(g, count, windowCount(g, x, axis, window, count));
  const cells = counted(g, window.size, g.scalar(window.size, 'int64'));
  return g.node('Gather', [x, frames(g, starts, window.stride, cells, window.dilation)], { axis });
}
