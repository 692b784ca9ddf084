import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, type Dim, isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { MAX_RANK } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { scalarSize, unknownDim } from './numbers.ts';
import { tensorOf } from './operands.ts';
import { type Starts, startsOf, startValue } from './starts.ts';

const LAST = Number.MAX_SAFE_INTEGER;

/**
 * `keras.ops.slice`: `shape` cells from a start on each axis, all that are left for -1. A slice that leaves its axis is an error in TensorFlow: a known
 * one is refused here, any other at the call.
 */
export const slice = defineOperation({
  keras: 'Slice',
  arguments: ['inputs', 'start_indices'],
  config: (f) => {
    const shape = f.intList('shape', { min: -1 });
    if (shape.length > MAX_RANK) throw f.wrong('shape', `at most ${MAX_RANK} whole numbers`);
    return shape;
  },
  lower: (g, shape, call) => {
    const x = tensorOf(g, call, 'inputs');
    if (shape.length !== x.dims.length) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot slice a tensor of rank ${x.dims.length} to rank ${shape.length}`);
    const starts = startsOf(g, call, shape.length);
    const dims = x.dims.map((dim, axis) => within(g, x, dim, starts[axis] ?? 0, shape[axis] ?? -1, call));
    const cut = shape.flatMap((size, axis) => (size === -1 && starts[axis] === 0 ? [] : [axis]));
    return cut.length === 0 ? g.node('Identity', [x]) : sliced(g, x, starts, shape, cut, dims);
  },
});

/** The size of one axis of the answer, checked. */
function within(g: GraphBuilder, x: Value, dim: Dim, start: number | Value, size: number, call: Call): Dim {
  if (typeof start === 'number' && (start < 0 || (isKnown(dim) && start + Math.max(size, 0) > dim)))
    throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot take ${size} cells from ${start} of an axis of ${isKnown(dim) ? dim : 'an unknown size'}`);
  const decided = typeof start !== 'number' || !isKnown(dim);
  if (decided && !(start === 0 && size === -1)) {
    const begin = startValue(g, start);
    const end = g.node('Add', [begin, g.scalar(Math.max(size, 0), 'int64')]);
    const fits = g.node('And', [g.node('GreaterOrEqual', [begin, g.scalar(0, 'int64')]), g.node('LessOrEqual', [end, scalarSize(g, x, dim)])]);
    g.guard({ value: fits, code: 'HG_INPUT_RANGE', message: `Cannot take the slice "${call.name}" as it leaves its axis` });
  }
  if (size >= 0) return size;
  return typeof start === 'number' ? addDims(dim, -start) : unknownDim(`slice of ${start.id}`, dim);
}

function sliced(g: GraphBuilder, x: Value, starts: Starts, shape: readonly number[], axes: readonly number[], dims: readonly Dim[]): Value {
  const [begins, ends] = [axes.map((axis) => starts[axis] ?? 0), axes.map((axis) => end(g, starts[axis] ?? 0, shape[axis] ?? -1))];
  return g.node('Slice', [x, vector(g, begins), vector(g, ends), g.ints(axes)], {}, dims);
}

function end(g: GraphBuilder, start: number | Value, size: number): number | Value {
  if (size === -1) return LAST;
  return typeof start === 'number' ? start + size : g.node('Add', [start, g.scalar(size, 'int64')]);
}

/** Scalars as one int64 vector. */
function vector(g: GraphBuilder, items: Starts): Value {
  if (items.every((item) => typeof item === 'number')) return g.ints(items);
  return g.node(
    'Concat',
    items.map((item) => (typeof item === 'number' ? g.ints([item]) : g.node('Unsqueeze', [item, g.ints([0])]))),
    { axis: 0 },
  );
}
