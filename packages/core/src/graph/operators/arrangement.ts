import { addDims, type Dim, type Dims, isKnown, multiplyDims, scaleDim } from '../dims.ts';
import { axisOf, defineOperator, dimAt, type Inference, input, int, ints, misfit, type Operator, type Outline, string } from './operator.ts';

const simple = (name: string, attributes: readonly string[], arity: readonly [number, number], infer: (node: Inference) => Outline): Operator =>
  defineOperator({ name, attributes, arity, infer: (node) => [infer(node)] });

/** Integers of a constant operand; what depends on data must be declared by the lowering. */
function operand(node: Inference, index: number): readonly number[] {
  const values = node.integers(index);
  if (values === undefined) throw misfit(node, `needs a constant as input ${index}`);
  return values;
}

function declaredOr(node: Inference, infer: () => Dims): Dims {
  return node.declared ?? infer();
}

function reshape(node: Inference): Dims {
  const x = input(node, 0);
  const target = operand(node, 1).map((size, axis) => (size === 0 ? dimAt(node, x, axis) : size));
  const hole = target.indexOf(-1);
  if (hole < 0) return target;
  const rest = multiplyDims(target.filter((_, axis) => axis !== hole));
  const all = multiplyDims(x.dims);
  if (isKnown(all) && isKnown(rest)) {
    if (rest === 0 || all % rest !== 0) throw misfit(node, `cannot be [${target.join(', ')}]`);
    return target.with(hole, all / rest);
  }
  throw misfit(node, 'needs its dims declared');
}

function slice(node: Inference): Dims {
  const x = input(node, 0);
  const [starts, ends] = [operand(node, 1), operand(node, 2)];
  const axes = node.inputs[3] ? operand(node, 3) : starts.map((_, axis) => axis);
  const steps = node.inputs[4] ? operand(node, 4) : starts.map(() => 1);
  const dims: Dim[] = [...x.dims];
  axes.forEach((axis, index) => {
    const at = axisOf(node, axis, dims.length);
    const dim = dims[at] ?? 0;
    const [start, end, step] = [starts[index] ?? 0, ends[index] ?? 0, steps[index] ?? 1];
    if (!isKnown(dim)) throw misfit(node, 'needs its dims declared');
    dims[at] = sliceLength(dim, start, end, step);
  });
  return dims;
}

/** Elements of `range(start, end, step)` on an axis of `size`, with ONNX Slice-13's clamping. */
export function sliceLength(size: number, start: number, end: number, step: number): number {
  const clamp = (at: number): number => {
    const from = at < 0 ? at + size : at;
    return step > 0 ? Math.min(Math.max(from, 0), size) : Math.min(Math.max(from, -1), size - 1);
  };
  return Math.max(0, Math.ceil((clamp(end) - clamp(start)) / step));
}

function pad(node: Inference): Dims {
  const x = input(node, 0);
  const pads = operand(node, 1);
  if (pads.length !== 2 * x.dims.length) throw misfit(node, 'needs two pads an axis');
  return x.dims.map((dim, axis) => addDims(dim, pads[axis] ?? 0, pads[axis + x.dims.length] ?? 0));
}

function concat(node: Inference): Outline {
  const first = input(node, 0);
  const at = axisOf(node, int(node, 'axis', 0), first.dims.length);
  const dims = [...first.dims];
  for (let index = 1; index < node.inputs.length; index++) {
    const next = input(node, index);
    if (next.dtype !== first.dtype || next.dims.length !== dims.length) throw misfit(node, 'wants inputs of one type and rank');
    next.dims.forEach((dim, axis) => {
      const here = dims[axis] ?? 0;
      if (axis === at) dims[axis] = addDims(here, dim);
      else if (isKnown(dim) && isKnown(here) && dim !== here) throw misfit(node, `wants equal sizes on axis ${axis}`);
      else if (isKnown(dim)) dims[axis] = dim;
    });
  }
  return { dtype: first.dtype, dims };
}

function split(node: Inference): readonly Outline[] {
  const x = input(node, 0);
  const at = axisOf(node, int(node, 'axis', 0), x.dims.length);
  const dim = dimAt(node, x, at);
  const sizes = node.inputs[1] ? operand(node, 1) : undefined;
  if (sizes === undefined && (!isKnown(dim) || dim % node.count !== 0)) throw misfit(node, `cannot be split into ${node.count} equal parts`);
  return Array.from({ length: node.count }, (_, index) => ({
    dtype: x.dtype,
    dims: x.dims.with(at, sizes === undefined ? (dim as number) / node.count : (sizes[index] ?? 0)),
  }));
}

function reduce(node: Inference): Dims {
  const x = input(node, 0);
  const rank = x.dims.length;
  const axes = (node.inputs[1] ? operand(node, 1) : x.dims.map((_, axis) => axis)).map((axis) => axisOf(node, axis, rank));
  if (int(node, 'keepdims', 1) === 1) return x.dims.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  return x.dims.filter((_, axis) => !axes.includes(axis));
}

function gather(node: Inference): Outline {
  const [x, indices] = [input(node, 0), input(node, 1)];
  if (indices.dtype !== 'int32' && indices.dtype !== 'int64') throw misfit(node, 'wants whole numbers as indices');
  const at = axisOf(node, int(node, 'axis', 0), x.dims.length);
  return { dtype: x.dtype, dims: [...x.dims.slice(0, at), ...indices.dims, ...x.dims.slice(at + 1)] };
}

/** Each row of the last axis of the indices names an element, or a slice, below the batch axes that both have. */
function gatherNd(node: Inference): Outline {
  const [x, indices] = [input(node, 0), input(node, 1)];
  if (indices.dtype !== 'int64') throw misfit(node, 'wants int64 indices');
  const depth = dimAt(node, indices, -1);
  const batch = int(node, 'batch_dims', 0);
  if (!isKnown(depth) || batch + depth > x.dims.length) throw misfit(node, 'wants indices of a known depth within its rank');
  return { dtype: x.dtype, dims: [...indices.dims.slice(0, -1), ...x.dims.slice(batch + depth)] };
}

/** One element for each index, along one axis; all other axes are walked in step. */
function gatherElements(node: Inference): Outline {
  const [x, indices] = [input(node, 0), input(node, 1)];
  if (indices.dtype !== 'int32' && indices.dtype !== 'int64') throw misfit(node, 'wants whole numbers as indices');
  if (indices.dims.length !== x.dims.length) throw misfit(node, 'wants indices of its own rank');
  axisOf(node, int(node, 'axis', 0), x.dims.length);
  return { dtype: x.dtype, dims: indices.dims };
}

/** The first input with some of its elements replaced, or changed as `reduction` says. */
function scatter(node: Inference): Outline {
  const [x, indices, updates] = [input(node, 0), input(node, 1), input(node, 2)];
  if (indices.dtype !== 'int64' || updates.dtype !== x.dtype) throw misfit(node, 'wants int64 indices, and updates of its own type');
  return { dtype: x.dtype, dims: x.dims };
}

/** An equation of letters with an arrow, without an ellipsis. Sizes of one letter must fit; 1 is not stretched. */
function einsum(node: Inference): Outline {
  const [left = '', right = ''] = string(node, 'equation', '').split('->');
  const sizes = new Map<string, Dim>();
  const terms = left.split(',');
  if (terms.length !== node.inputs.length) throw misfit(node, 'wants a term for each input');
  terms.forEach((term, index) => {
    const { dims, dtype } = input(node, index);
    if (term.length !== dims.length || dtype !== input(node, 0).dtype) throw misfit(node, `does not fit "${term}"`);
    dims.forEach((dim, axis) => {
      const known = sizes.get(term[axis] ?? '');
      if (known !== undefined && isKnown(known) && isKnown(dim) && known !== dim) throw misfit(node, `has two sizes for "${term[axis]}"`);
      if (known === undefined || !isKnown(known)) sizes.set(term[axis] ?? '', dim);
    });
  });
  const dims = [...right].map((letter) => sizes.get(letter));
  if (dims.some((dim) => dim === undefined)) throw misfit(node, 'has a letter in the answer alone');
  return { dtype: input(node, 0).dtype, dims: dims as Dims };
}

/** Where the greatest or least element stands, the first one of equals. */
function argument(node: Inference): Outline {
  const { dims } = input(node, 0);
  const at = axisOf(node, int(node, 'axis', 0), dims.length);
  return { dtype: 'int64', dims: int(node, 'keepdims', 1) === 1 ? dims.with(at, 1) : dims.filter((_, axis) => axis !== at) };
}

/** Where elements are not 0: a row for each axis, as long as the data say, which the lowering names. */
function nonZero(node: Inference): Outline {
  if (node.declared === undefined) throw misfit(node, 'needs its dims declared');
  return { dtype: 'int64', dims: node.declared };
}

/** Different elements of all in one row, where each stood first, which of them each element is, and how often each stands; the lowering names their number. */
function unique(node: Inference): readonly Outline[] {
  const x = input(node, 0);
  const { declared } = node;
  if (declared === undefined) throw misfit(node, 'needs its dims declared');
  const all = [multiplyDims(x.dims)];
  return ([x.dtype, 'int64', 'int64', 'int64'] as const).slice(0, node.count).map((dtype, index) => ({ dtype, dims: index === 2 ? all : declared }));
}

/** Values and where they stood; equal values keep their order, the lower index first. */
function topK(node: Inference): readonly Outline[] {
  const x = input(node, 0);
  const at = axisOf(node, int(node, 'axis', -1), x.dims.length);
  const dims = declaredOr(node, () => x.dims.with(at, operand(node, 1)[0] ?? 0));
  return ([x.dtype, 'int64'] as const).slice(0, node.count).map((dtype) => ({ dtype, dims }));
}

function squeeze(node: Inference): Dims {
  const x = input(node, 0);
  const axes = operand(node, 1).map((axis) => axisOf(node, axis, x.dims.length));
  for (const axis of axes) if (x.dims[axis] !== 1) throw misfit(node, `cannot drop axis ${axis}`);
  return x.dims.filter((_, axis) => !axes.includes(axis));
}

function unsqueeze(node: Inference): Dims {
  const x = input(node, 0);
  const given = operand(node, 1);
  const rank = x.dims.length + given.length;
  const axes = new Set(given.map((axis) => axisOf(node, axis, rank)));
  const rest = x.dims[Symbol.iterator]();
  return Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (rest.next().value ?? 1)));
}

function transpose(node: Inference): Dims {
  const x = input(node, 0);
  const perm = ints(node, 'perm') ?? x.dims.map((_, axis) => x.dims.length - 1 - axis);
  if (perm.length !== x.dims.length || new Set(perm).size !== perm.length) throw misfit(node, `cannot be permuted by [${perm.join(', ')}]`);
  return perm.map((axis) => dimAt(node, x, axis));
}

const keeping = (node: Inference, dims: Dims): Outline => ({ dtype: input(node, 0).dtype, dims });

/** https://onnx.ai/onnx/operators: operators that move, cut, join or reduce. */
export const arrangement: readonly Operator[] = [
  simple('Reshape', ['allowzero'], [2, 2], (node) =>
    keeping(
      node,
      declaredOr(node, () => reshape(node)),
    ),
  ),
  simple('Transpose', ['perm'], [1, 1], (node) => keeping(node, transpose(node))),
  simple('Slice', [], [3, 5], (node) =>
    keeping(
      node,
      declaredOr(node, () => slice(node)),
    ),
  ),
  simple('Pad', ['mode'], [2, 4], (node) =>
    keeping(
      node,
      declaredOr(node, () => pad(node)),
    ),
  ),
  simple('Concat', ['axis'], [1, 1 << 16], concat),
  defineOperator({ name: 'Split', attributes: ['axis', 'num_outputs'], arity: [1, 2], infer: split }),
  simple('Gather', ['axis'], [2, 2], gather),
  simple('GatherND', ['batch_dims'], [2, 2], gatherNd),
  simple('NonZero', [], [1, 1], nonZero),
  defineOperator({ name: 'Unique', attributes: ['sorted'], arity: [1, 1], infer: unique }),
  simple('GatherElements', ['axis'], [2, 2], gatherElements),
  simple('ScatterElements', ['axis', 'reduction'], [3, 3], scatter),
  simple('ScatterND', ['reduction'], [3, 3], scatter),
  simple('Einsum', ['equation'], [1, 1 << 16], einsum),
  ...['ArgMax', 'ArgMin'].map((name) => simple(name, ['axis', 'keepdims', 'select_last_index'], [1, 1], argument)),
  defineOperator({ name: 'TopK', attributes: ['axis', 'largest', 'sorted'], arity: [2, 2], infer: topK }),
  simple('Squeeze', [], [2, 2], (node) => keeping(node, squeeze(node))),
  simple('Unsqueeze', [], [2, 2], (node) => keeping(node, unsqueeze(node))),
  simple('Expand', [], [2, 2], (node) =>
    keeping(
      node,
      declaredOr(node, () => operand(node, 1)),
    ),
  ),
  simple('Tile', [], [2, 2], (node) =>
    keeping(
      node,
      operand(node, 1).map((times, axis) => scaleDim(dimAt(node, input(node, 0), axis), times)),
    ),
  ),
  simple('Shape', ['start', 'end'], [1, 1], (node) => {
    const rank = input(node, 0).dims.length;
    return { dtype: 'int64', dims: [sliceLength(rank, int(node, 'start', 0), int(node, 'end', rank), 1)] };
  }),
  simple('Range', [], [3, 3], (node) =>
    keeping(
      node,
      declaredOr(node, () => rangeDims(node)),
    ),
  ),
  simple('CumSum', ['exclusive', 'reverse'], [2, 2], (node) => keeping(node, input(node, 0).dims)),
  simple('Trilu', ['upper'], [1, 2], (node) => keeping(node, input(node, 0).dims)),
  simple('ReverseSequence', ['batch_axis', 'time_axis'], [2, 2], (node) => keeping(node, input(node, 0).dims)),
  ...['ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSum'].map((name) =>
    simple(name, ['keepdims', 'noop_with_empty_axes'], [1, 2], (node) => keeping(node, reduce(node))),
  ),
];

function rangeDims(node: Inference): Dims {
  const bounds = [0, 1, 2].map((index) => operand(node, index)[0] ?? 0);
  const [start = 0, end = 0, step = 1] = bounds;
  return [Math.max(0, Math.ceil((end - start) / step))];
}
