import type { AttributeInput } from '../../graph/builder.ts';
import { type Dim, isKnown } from '../../graph/dims.ts';
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

/**
 * The ONNX attributes of a window over [batch, channels, ...spatial].
 *
 * `same` is TensorFlow's: ceil(size / stride) steps, the odd cell of padding at the end. What it adds depends on the size, so that a size which a
 * call decides becomes `auto_pad`. ONNX Runtime 1.30 has that for undilated windows only, and cuts cells off where a stride is longer than its window.
 *
 * @throws HG_UNSUPPORTED_FIELD for these, where the size is not known.
 * @see https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function windowAttributes(x: Value, window: Window, call: Pick<Call, 'name' | 'refuse'>): Readonly<Record<string, AttributeInput>> {
  const { kernel, strides, dilations } = window;
  const fixed = { kernel_shape: kernel, strides, ...(dilations.every((dilation) => dilation === 1) ? {} : { dilations }) };
  const pads = kernel.map((_, axis) => padsOf(x.dims[axis + 2] ?? 0, window, axis));
  if (pads.every((pad) => pad !== undefined)) return { ...fixed, pads: [...pads.map(([begin]) => begin), ...pads.map(([, end]) => end)] };
  if ('dilations' in fixed || strides.some((stride, axis) => stride > (kernel[axis] ?? 1)))
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile the padding "same" of "${call.name}" with these strides for a size that a call decides`);
  return { ...fixed, auto_pad: 'SAME_UPPER' };
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
