import type { AttributeInput, GraphBuilder } from '../../graph/builder.ts';
import { addDims, ceilDiv, type Dim, isKnown, scaleDim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';

export type Padding = 'valid' | 'same' | 'causal';

/** A window that slides over the spatial axes: one number an axis. */
export interface Window {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padding: Padding;
}

/** Sizes of windows, steps and paddings end where TensorFlow's int32 does: nothing computed from two of them leaves the int64 of ONNX. */
export const INT32 = 2 ** 31 - 1;

type Attributes = Readonly<Record<string, AttributeInput>>;

/**
 * A Conv or MaxPool of a window over [batch, channels, ...spatial], which is the first operand.
 *
 * `same` is TensorFlow's: ceil(size / stride) steps, the odd cell of padding at the end. Where ONNX cannot say it, the cells are put around x first: zeros
 * for a Conv, for a MaxPool what is below every number.
 *
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function slide(g: GraphBuilder, op: 'Conv' | 'MaxPool', [x, ...operands]: readonly [Value, ...Value[]], window: Window, more: Attributes = {}): Value {
  const attributes = attributesOf(x, window);
  if (attributes !== undefined) return g.node(op, [x, ...operands], { ...attributes, ...more });
  const fill = op === 'MaxPool' ? [g.scalar(Number.NEGATIVE_INFINITY, x.dtype)] : [];
  const padded = g.node('Pad', [x, samePads(g, x, window), ...fill], {}, [
    ...x.dims.slice(0, 2),
    ...window.kernel.map((_, axis) => paddedSize(x, window, axis)),
  ]);
  return g.node(op, [padded, ...operands], { ...attributesOf(padded, { ...window, padding: 'valid' }), ...more });
}

/**
 * The ONNX attributes of a window over [batch, channels, ...spatial].
 *
 * @throws HG_UNSUPPORTED_FIELD where ONNX Runtime cannot say "same" of a size that a call decides.
 */
export function windowAttributes(x: Value, window: Window, call: Pick<Call, 'name' | 'refuse'>): Attributes {
  const attributes = attributesOf(x, window);
  if (attributes !== undefined) return attributes;
  throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the padding "same" of "${call.name}" with these strides for a size that a call decides`);
}

/**
 * What "same" adds depends on the size, so that a size which a call decides becomes `auto_pad`. ONNX Runtime 1.30 has that for undilated windows only, and
 * cuts cells off where a stride is longer than its window: undefined then.
 */
function attributesOf(x: Value, window: Window): Attributes | undefined {
  const { kernel, strides, dilations } = window;
  const fixed = { kernel_shape: kernel, strides, ...(dilations.every((dilation) => dilation === 1) ? {} : { dilations }) };
  const pads = kernel.map((_, axis) => padsOf(x.dims[axis + 2] ?? 0, window, axis));
  if (pads.every((pad) => pad !== undefined)) return { ...fixed, pads: [...pads.map(([begin]) => begin), ...pads.map(([, end]) => end)] };
  if ('dilations' in fixed || strides.some((stride, axis) => stride > (kernel[axis] ?? 1))) return undefined;
  return { ...fixed, auto_pad: 'SAME_UPPER' };
}

/** Cells that a window covers along an axis, first to last. */
const spanOf = ({ kernel, dilations }: Window, axis: number): number => (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1) + 1;

/**
 * Where ceil(size / stride) windows end, or behind that: a window that is shorter than its stride leaves cells at the end unread, and with them the size is
 * a plain multiple.
 */
function paddedSize(x: Value, window: Window, axis: number): Dim {
  const stride = window.strides[axis] ?? 1;
  return addDims(scaleDim(ceilDiv(x.dims[axis + 2] ?? 0, stride), stride), Math.max(spanOf(window, axis) - stride, 0));
}

/** The pads of "same", computed when the size is there: int64 [2 * rank], those of `paddedSize` in sum. */
function samePads(g: GraphBuilder, x: Value, window: Window): Value {
  const over = window.strides.map((stride, axis) => spanOf(window, axis) - stride);
  const size = g.node('Shape', [x], { start: 2 });
  const missing = g.node('Mod', [g.node('Neg', [size]), g.ints(window.strides)]);
  const begin = g.node('Div', [g.node('Max', [g.node('Add', [missing, g.ints(over)]), g.ints([0])]), g.ints([2])]);
  const end = g.node('Sub', [g.node('Add', [missing, g.ints(over.map((cells) => Math.max(cells, 0)))]), begin]);
  return g.node('Concat', [g.ints([0, 0]), begin, g.ints([0, 0]), end], { axis: 0 });
}

/** Cells before and after one axis; undefined where they depend on a size that a call decides. */
function padsOf(size: Dim, { kernel, strides, dilations, padding }: Window, axis: number): readonly [begin: number, end: number] | undefined {
  const [stride, reach] = [strides[axis] ?? 1, (dilations[axis] ?? 1) * ((kernel[axis] ?? 1) - 1)];
  if (padding === 'valid' || reach === 0) return [0, 0];
  if (padding === 'causal') return [reach, 0];
  const rest = remainder(size, stride);
  if (rest === undefined) return undefined;
  // (ceil(size / stride) - 1) * stride + reach + 1 - size, and ceil(size / stride) * stride - size is what is missing to a multiple.
  const total = Math.max(((stride - rest) % stride) - stride + reach + 1, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** `size` modulo `by`, also of a symbolic size such as `2*time + 1` by 2. */
function remainder(size: Dim, by: number): number | undefined {
  if (isKnown(size)) return size % by;
  return size.terms.every(([, factor]) => factor % by === 0) ? ((size.constant % by) + by) % by : undefined;
}
