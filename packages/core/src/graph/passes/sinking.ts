import type { Attribute, Node, Value } from '../values.ts';
import { inverse, type Perm, permuted } from './permutation.ts';
import type { Sink } from './sink.ts';

/** Writes the node on the sources of its inputs; false where it must stay behind the Transpose. */
type Rule = (sink: Sink, node: Node) => boolean;

/** One input that matters; the others are scalars and stay (Clip). */
const unary: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  if (view === undefined) return false;
  return sink.moved(node, [view.source, ...node.inputs.slice(1).map((input) => (input === null ? null : sink.real(input)))], view.perm);
};

/** Inputs that are broadcast together. */
const together: Rule = (sink, node) => {
  const output = node.outputs[0];
  const perm = commonPerm(sink, node, output?.dims.length ?? 0);
  if (output === undefined || perm === undefined) return false;
  const inputs = alignAll(sink, node.inputs, perm, output);
  return inputs !== undefined && sink.moved(node, inputs, perm);
};

const concat: Rule = (sink, node) => {
  const output = node.outputs[0];
  const perm = commonPerm(sink, node, output?.dims.length ?? 0);
  const axis = node.attributes['axis'];
  if (output === undefined || perm === undefined || axis?.kind !== 'int') return false;
  // Parts have all their axes, so that none is a small one spread over others: a part in another order keeps the whole where it is.
  const inputs = node.inputs.map((input) => {
    const view = sink.view(input);
    return view !== undefined && view.perm.join() === perm.join() ? view.source : input === null ? undefined : sink.permutedConstant(input, perm);
  });
  if (!inputs.every((input) => input !== undefined)) return false;
  return sink.moved(node, inputs, perm, { axis: at(perm, axis.value) });
};

const pad: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const pads = sink.edit.integersOf(node.inputs[1]);
  if (view === undefined || pads === undefined || node.inputs.length > 3) return false;
  const rank = view.perm.length;
  const back = inverse(view.perm);
  const moved = [...permuted(pads.slice(0, rank), back), ...permuted(pads.slice(rank), back)];
  return sink.moved(node, [view.source, sink.edit.ints(moved), ...node.inputs.slice(2)], view.perm);
};

const reduce: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  if (view === undefined) return false;
  const given = node.inputs[1] ? sink.edit.integersOf(node.inputs[1]) : view.perm;
  if (given === undefined || given.length === 0) return false;
  const axes = given.map((axis) => view.perm[axis < 0 ? axis + view.perm.length : axis] ?? 0).sort((a, b) => a - b);
  const keepdims = node.attributes['keepdims'];
  const kept = keepdims?.kind !== 'int' || keepdims.value === 1;
  return sink.moved(node, [view.source, sink.edit.ints(axes)], kept ? view.perm : without(view.perm, axes));
};

const squeeze: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const given = sink.edit.integersOf(node.inputs[1]);
  if (view === undefined || given === undefined) return false;
  const axes = given.map((axis) => view.perm[axis < 0 ? axis + view.perm.length : axis] ?? 0).sort((a, b) => a - b);
  return sink.moved(node, [view.source, sink.edit.ints(axes)], without(view.perm, axes));
};

/** The order of the axes that remain when those of the source go. */
function without(perm: Perm, axes: readonly number[]): Perm {
  const rest = perm.filter((axis) => !axes.includes(axis));
  const sorted = [...rest].sort((a, b) => a - b);
  return rest.map((axis) => sorted.indexOf(axis));
}

const slice: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const starts = sink.edit.integersOf(node.inputs[1]);
  if (view === undefined || starts === undefined) return false;
  const given = node.inputs[3] ? sink.edit.integersOf(node.inputs[3]) : starts.map((_, axis) => axis);
  if (given === undefined) return false;
  const axes = given.map((axis) => view.perm[axis < 0 ? axis + view.perm.length : axis] ?? 0);
  const [, from = null, to = null, , step] = node.inputs;
  return sink.moved(node, [view.source, from, to, sink.edit.ints(axes), ...(step === undefined ? [] : [step])], view.perm);
};

const split: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const axis = node.attributes['axis'];
  if (view === undefined) return false;
  return sink.moved(node, [view.source, ...node.inputs.slice(1)], view.perm, {
    ...node.attributes,
    axis: at(view.perm, axis?.kind === 'int' ? axis.value : 0),
  });
};

/** One size, which has its place in the source too. */
const shape: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const [start, end] = [node.attributes['start'], node.attributes['end']];
  if (view === undefined || start?.kind !== 'int' || end?.kind !== 'int' || start.value < 0 || end.value !== start.value + 1) return false;
  const axis = view.perm[start.value] ?? 0;
  sink.edit.nodes.push({ ...node, inputs: [view.source], attributes: { start: { kind: 'int', value: axis }, end: { kind: 'int', value: axis + 1 } } });
  return true;
};

/** Resize with constant scales or sizes, one for each axis. */
const resize: Rule = (sink, node) => {
  const view = sink.view(node.inputs[0]);
  const [, roi = null, scales = null, sizes = null] = node.inputs;
  if (view === undefined || (roi !== null && roi.dims[0] !== 0) || !canResize(node, view.perm)) return false;
  const moved = [scales, sizes].map((value) => (value === null || value.dims[0] === 0 ? value : permutedVector(sink, value, inverse(view.perm))));
  if (moved.some((value) => value === undefined)) return false;
  return sink.moved(node, [view.source, roi, ...(moved as (Value | null)[])].slice(0, node.inputs.length), view.perm);
};

/** ONNX Runtime interpolates over the last axes only, or, linearly, over those between the first and the last of four; it repeats over any. */
function canResize({ attributes }: Node, [batch, channels, ...spatial]: Perm): boolean {
  const mode = attributes['mode']?.value ?? 'nearest';
  return mode === 'nearest' || (batch === 0 && (channels === 1 || (channels === 3 && spatial.length === 2 && mode === 'linear')));
}

/** A constant with one element for each axis, in another order. */
function permutedVector(sink: Sink, value: Value, perm: Perm): Value | undefined {
  const constant = sink.edit.constantOf(value);
  if (constant === undefined || value.dims[0] !== perm.length) return undefined;
  const size = constant.bytes / perm.length;
  const read = (): Uint8Array => {
    const bytes = constant.read();
    return Uint8Array.from(perm.flatMap((axis) => [...bytes.subarray(axis * size, (axis + 1) * size)]));
  };
  return sink.edit.constant(`${value.id}[${perm.join()}]`, value.dtype, [perm.length], read);
}

const at = (perm: Perm, axis: number): Attribute => ({ kind: 'int', value: perm[axis < 0 ? axis + perm.length : axis] ?? 0 });

/** The order of the first input that is a view and has all axes. */
function commonPerm(sink: Sink, node: Node, rank: number): Perm | undefined {
  const perms = node.inputs.map((input) => sink.view(input)?.perm).filter((perm) => perm !== undefined && perm.length === rank);
  return perms[0];
}

function alignAll(sink: Sink, inputs: readonly (Value | null)[], perm: Perm, output: Value): (Value | null)[] | undefined {
  const aligned = inputs.map((input) => (input === null ? null : sink.aligned(input, perm, output)));
  return aligned.every((input) => input !== undefined) ? aligned : undefined;
}

const rules = (rule: Rule, names: readonly string[]): (readonly [string, Rule])[] => names.map((name) => [name, rule]);

/** Operators that can stand before a Transpose as well as behind it. Softmax is not among them: it is fastest along the last axis. */
export const SINKING: ReadonlyMap<string, Rule> = new Map([
  ...rules(unary, ['Ceil', 'Cos', 'Erf', 'Exp', 'Floor', 'HardSwish', 'Log', 'Mish', 'Reciprocal', 'Round', 'Sigmoid', 'Sin', 'Softplus', 'Softsign', 'Sqrt']),
  ...rules(unary, ['Abs', 'Celu', 'Elu', 'Gelu', 'HardSigmoid', 'LeakyRelu', 'Neg', 'Relu', 'Selu', 'Sign', 'Tanh', 'ThresholdedRelu']),
  ...rules(unary, ['Cast', 'Clip', 'Identity', 'IsNaN', 'Not']),
  ...rules(together, ['Add', 'And', 'Div', 'Equal', 'Greater', 'GreaterOrEqual', 'Less', 'LessOrEqual', 'Max', 'Mean', 'Min', 'Mod', 'Mul', 'Or']),
  ...rules(together, ['PRelu', 'Pow', 'Sub', 'Sum', 'Where', 'Xor']),
  ...rules(reduce, ['ReduceMax', 'ReduceMean', 'ReduceMin', 'ReduceProd', 'ReduceSum']),
  ['Concat', concat],
  ['Pad', pad],
  ['Resize', resize],
  ['Shape', shape],
  ['Slice', slice],
  ['Split', split],
  ['Squeeze', squeeze],
]);
