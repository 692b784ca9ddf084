import type { GraphBuilder } from '../../../graph/builder.ts';
import { type Dims, multiplyDims } from '../../../graph/dims.ts';
import type { Value } from '../../../graph/values.ts';
import { isFloat } from '../../../tensor/dtype.ts';
import { type Call, defineLayer } from '../../define-layer.ts';
import { axisIn, dimOf } from '../../dims.ts';
import type { Fields } from '../../fields.ts';
import { unitLength } from '../normalization/unit-length.ts';
import { INT32 } from '../window.ts';

/** What Keras takes for the least length of a vector that `normalize` divides by (`backend.epsilon()`). */
const SHORTEST = 1e-7;

/**
 * `keras.layers.Dot`: the products of two tensors, summed over one axis of each, sample by sample (keras/src/layers/merging/dot.py).
 *
 * The answer has the other axes of the first and then those of the second, in their order; two vectors give [batch, 1]. No mask goes on.
 */
export const dot = defineLayer({
  keras: 'Dot',
  config: (f) => ({ axes: readAxes(f), normalize: f.boolean('normalize', false) }),
  lower: (g, inputs, { axes, normalize }, call) => {
    const [x, y] = pairOf(g, inputs, call);
    const [a, b] = [axisOf(x, axes[0], call), axisOf(y, axes[1], call)];
    const [left, right] = normalize ? [unitLength(g, x, [a], SHORTEST), unitLength(g, y, [b], SHORTEST)] : [x, y];
    return batchDot(g, left, right, [a, b]);
  },
});

/** One axis for both, or one for each. */
function readAxes(f: Fields): readonly [number, number] {
  const [a, b, ...others] = f.intList('axes', { min: -INT32, max: INT32 });
  const alone = !Array.isArray(f.raw('axes'));
  if (a === undefined || others.length > 0 || (b === undefined && !alone)) throw f.wrong('axes', 'one whole number or a list of two');
  return [a, b ?? a];
}

function pairOf(g: GraphBuilder, inputs: readonly Value[], call: Call): readonly [Value, Value] {
  const [x, y, ...others] = inputs;
  if (x === undefined || y === undefined || others.length > 0) throw call.refuse('HG_ARTIFACT_GRAPH', `Cannot call "${call.name}" unless on two inputs`);
  if (!isFloat(x.dtype) && !isFloat(y.dtype))
    throw call.refuse('HG_UNSUPPORTED_DTYPE', `Cannot compile "${call.name}" for inputs of the types ${x.dtype}, ${y.dtype}`);
  return isFloat(x.dtype) ? [x, g.cast(y, x.dtype)] : [g.cast(x, y.dtype), y];
}

function axisOf(x: Value, axis: number, call: Call): number {
  const at = axisIn(x, axis);
  if (at === 0) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot call "${call.name}" over the batch`);
  return at;
}

/** [batch, m…, k] times [batch, k, n…], whichever axes are k, gives [batch, m…, n…]. */
export function batchDot(g: GraphBuilder, x: Value, y: Value, [a, b]: readonly [number, number]): Value {
  const [rows, columns] = [without(x, a), without(y, b)];
  const left = flat(g, g.transpose(x, [0, ...rows, a]), 1, rows.length);
  const right = flat(g, g.transpose(y, [0, b, ...columns]), 2, columns.length);
  const product = g.node('MatMul', [left, right]);
  const sizes = [dimOf(x, 0), ...rows.map((axis) => dimOf(x, axis)), ...columns.map((axis) => dimOf(y, axis))];
  if (rows.length === 1 && columns.length === 1) return product;
  if (rows.length === 0 && columns.length === 0) return g.node('Squeeze', [product, g.ints([1])]);
  const shape = [sizeOf(g, x, 0), ...rows.map((axis) => sizeOf(g, x, axis)), ...columns.map((axis) => sizeOf(g, y, axis))];
  return sizes.every((size) => typeof size === 'number')
    ? g.reshape(product, sizes)
    : g.node('Reshape', [product, g.node('Concat', shape, { axis: 0 })], { allowzero: 1 }, sizes);
}

const without = (x: Value, axis: number): readonly number[] => x.dims.map((_, at) => at).filter((at) => at !== 0 && at !== axis);

/** `count` axes from `from` on as one; one more of 1 where there is none. */
function flat(g: GraphBuilder, x: Value, from: number, count: number): Value {
  if (count === 1) return x;
  if (count === 0) return g.node('Unsqueeze', [x, g.ints([from])]);
  const dims: Dims = [...x.dims.slice(0, from), multiplyDims(x.dims.slice(from, from + count)), ...x.dims.slice(from + count)];
  return g.node(
    'Reshape',
    [x, g.node('Concat', [...Array.from({ length: from }, (_, axis) => sizeOf(g, x, axis)), g.ints([-1]), ...rest(g, x, from + count)], { axis: 0 })],
    {},
    dims,
  );
}

const rest = (g: GraphBuilder, x: Value, from: number): readonly Value[] => x.dims.slice(from).map((_, axis) => sizeOf(g, x, from + axis));

const sizeOf = (g: GraphBuilder, x: Value, axis: number): Value => g.node('Shape', [x], { start: axis, end: axis + 1 });
