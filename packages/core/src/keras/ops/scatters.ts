import type { GraphBuilder } from '../../graph/builder.ts';
import { isKnown, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';
import { reshapeLike } from './numbers.ts';

export type Reduction = 'none' | 'add' | 'max' | 'min' | 'mul';

/**
 * `x` with the rows that `indices` [..., depth] name along its first axes replaced, or changed by a reduction, in order: the last of equal places stays.
 *
 * Written as ScatterElements over two axes, which ONNX Runtime walks one by one (measured), where ScatterND runs in parallel and leaves equal places to
 * chance. An index outside its axis is an error on TensorFlow's CPU: here the call is refused.
 */
export function scattered(g: GraphBuilder, x: Value, indices: Value, updates: Value, reduction: Reduction, call: Call): Value {
  const depth = known(indices, -1);
  const rest = x.dims.slice(depth);
  if (depth < 1 || depth > x.dims.length || updates.dims.length !== indices.dims.length - 1 + rest.length || updates.dtype !== x.dtype)
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot scatter updates that do not fit their indices');
  const width = multiplyDims(rest);
  const count = multiplyDims(indices.dims.slice(0, -1));
  const rows = g.reshape(x, [multiplyDims(x.dims.slice(0, depth)), width]);
  const news = g.reshape(updates, [count, width]);
  const places = g.node('Unsqueeze', [g.reshape(linear(g, x, g.cast(indices, 'int64'), depth, call), [count]), g.ints([1])]);
  const everywhere = g.node('Expand', [places, g.node('Shape', [news])], {}, news.dims);
  return reshapeLike(g, g.node('ScatterElements', [rows, everywhere, news], { axis: 0, reduction }), x);
}

/** The number of the row that each index names, the first axes taken as one. */
function linear(g: GraphBuilder, x: Value, indices: Value, depth: number, call: Call): Value {
  const sizes = x.dims.slice(1, depth);
  if (!sizes.every(isKnown)) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot compile a scatter along axes whose sizes a call decides');
  const strides = [...sizes.map((_, axis) => sizes.slice(axis).reduce((product, size) => product * size, 1)), 1];
  const limits = g.node('Slice', [g.node('Shape', [x]), g.ints([0]), g.ints([depth]), g.ints([0])]);
  const inside = g.node('And', [g.node('GreaterOrEqual', [indices, g.scalar(0, 'int64')]), g.node('Less', [indices, limits])]);
  const outside = g.node('ReduceSum', [g.cast(g.node('Not', [inside]), 'int32')], { keepdims: 0 });
  g.guard({
    value: g.node('Equal', [outside, g.scalar(0, 'int32')]),
    code: 'HG_INPUT_RANGE',
    message: `Cannot scatter in "${call.name}" to an index outside its axis`,
  });
  return g.node('ReduceSum', [g.node('Mul', [indices, g.ints(strides)]), g.ints([-1])], { keepdims: 0 });
}
