import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, isKnown, sameDim } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { isFloat } from '../../tensor/dtype.ts';
import { dimOf } from '../dims.ts';
import { counted, scalarSize } from '../ops/numbers.ts';
import { type Kernel, keys, lanczos, triangle } from './kernels.ts';

export const INTERPOLATIONS = ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5', 'area'] as const;
export type Interpolation = (typeof INTERPOLATIONS)[number];

export interface Resampling {
  readonly interpolation: Interpolation;
  readonly antialias: boolean;
}

/** A size that an axis gets: in the type system, and as an int64 scalar. */
export interface Target {
  readonly dim: Dim;
  readonly size: Value;
}

export const target = (g: GraphBuilder, size: number): Target => ({ dim: size, size: g.scalar(size, 'int64') });

const KERNELS: Readonly<Record<Exclude<Interpolation, 'nearest' | 'area'>, Kernel>> = {
  bilinear: triangle,
  bicubic: keys,
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
};

/**
 * `tf.image.resize` of [batch, channels, height, width]: centres of cells lie at halves. All but `nearest` answer in floats, be it in the type of a float
 * that came in; where nothing changes, the image comes back as it is. Whole numbers are for `nearest` and plain `bilinear` alone.
 *
 * Every interpolation works on one axis at a time, so that each is a matrix of weights [to, from], computed in float32 as TensorFlow computes them, for
 * sizes that are known and for others.
 *
 * @see tensorflow/python/ops/image_ops_impl.py, `resize_images_v2`; tensorflow/core/kernels/image: resize_bilinear_op, resize_bicubic_op, scale_and_translate_op, resize_area_op
 */
export function resample(g: GraphBuilder, x: Value, height: Target, width: Target, how: Resampling): Value {
  const targets = [height, width] as const;
  if (targets.every(({ dim }, at) => isKnown(dim) && sameDim(dim, dimOf(x, at + 2)))) return x;
  if (how.interpolation === 'nearest') return targets.reduce((y, to, at) => g.node('Gather', [y, nearest(g, y, at + 2, to)], { axis: at + 2 }), x);
  const floats = g.cast(x, 'float32');
  if (!isFloat(x.dtype)) return interpolated(g, interpolated(g, floats, 3, width), 2, height);
  const resized = how.interpolation === 'bilinear' && !how.antialias ? bilinear(g, floats, targets) : weighted(g, floats, targets, how);
  return g.cast(resized, x.dtype);
}

/** ONNX has an operator for this one, which visits two cells where a row of weights visits all. */
function bilinear(g: GraphBuilder, x: Value, [height, width]: readonly [Target, Target]): Value {
  const sizes = [g.node('Shape', [x], { start: 0, end: 2 }), ...[height, width].map(({ size }) => g.node('Unsqueeze', [size, g.ints([0])]))];
  const dims = [dimOf(x, 0), dimOf(x, 1), height.dim, width.dim];
  return g.node('Resize', [x, null, null, g.node('Concat', sizes, { axis: 0 })], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }, dims);
}

/** One axis of `bilinear` as TensorFlow reckons it, operation for operation: whoever rounds the answer must meet the same ties. */
function interpolated(g: GraphBuilder, x: Value, axis: number, to: Target): Value {
  const centre = g.node('Sub', [g.node('Mul', [g.node('Add', [numbers(g, to), g.scalar(0.5)]), scaleOf(g, x, axis, to)]), g.scalar(0.5)]);
  const lower = g.node('Floor', [centre]);
  const last = g.node('Sub', [scalarSize(g, x, dimOf(x, axis)), g.scalar(1, 'int64')]);
  const cell = (place: Value): Value => g.node('Gather', [x, g.node('Clip', [g.cast(place, 'int64'), g.scalar(0, 'int64'), last])], { axis });
  const rest = g.reshape(g.node('Sub', [centre, lower]), [to.dim, ...x.dims.slice(axis + 1).map(() => 1)]);
  const [from, until] = [cell(lower), cell(g.node('Ceil', [centre]))];
  return g.node('Add', [from, g.node('Mul', [g.node('Sub', [until, from]), rest])]);
}

function weighted(g: GraphBuilder, x: Value, [height, width]: readonly [Target, Target], how: Resampling): Value {
  const rows = g.node('MatMul', [weights(g, x, 2, height, how), x]);
  return g.node('MatMul', [rows, g.transpose(weights(g, x, 3, width, how), [1, 0])]);
}

/** How many cells of the source there are to one of the target, in float32. */
function scaleOf(g: GraphBuilder, x: Value, axis: number, to: Target): Value {
  return g.node('Div', [g.cast(scalarSize(g, x, dimOf(x, axis)), 'float32'), g.cast(to.size, 'float32')]);
}

const numbers = (g: GraphBuilder, { dim, size }: Target): Value => g.cast(counted(g, dim, size), 'float32');

/** floor((i + 0.5) * scale), at most the last cell. */
function nearest(g: GraphBuilder, x: Value, axis: number, to: Target): Value {
  const place = g.node('Floor', [g.node('Mul', [g.node('Add', [numbers(g, to), g.scalar(0.5)]), scaleOf(g, x, axis, to)])]);
  const last = g.node('Sub', [scalarSize(g, x, dimOf(x, axis)), g.scalar(1, 'int64')]);
  return g.node('Min', [g.cast(place, 'int64'), last]);
}

/** [to, from]: the part that each cell of the source has in each of the target. The rows of a kernel sum up to 1. */
function weights(g: GraphBuilder, x: Value, axis: number, to: Target, { interpolation, antialias }: Resampling): Value {
  const scale = scaleOf(g, x, axis, to);
  const from = g.node('Unsqueeze', [numbers(g, { dim: dimOf(x, axis), size: scalarSize(g, x, dimOf(x, axis)) }), g.ints([0])]);
  const steps = g.node('Unsqueeze', [numbers(g, to), g.ints([1])]);
  if (interpolation === 'area') return overlap(g, steps, from, scale);
  const centre = g.node('Sub', [g.node('Mul', [g.node('Add', [steps, g.scalar(0.5)]), scale]), g.scalar(0.5)]);
  const place = interpolation === 'bicubic' && !antialias ? rounded(g, centre) : centre;
  const distance = g.node('Abs', [g.node('Sub', [place, from])]);
  const wide = antialias ? g.node('Div', [distance, g.node('Max', [scale, g.scalar(1)])]) : distance;
  const kernel = KERNELS[interpolation as keyof typeof KERNELS](g, wide);
  return g.node('Div', [kernel, g.node('ReduceSum', [kernel, g.ints([1])], { keepdims: 1 })]);
}

/** TensorFlow looks the cubic kernel up in a table of 1024 steps to a cell (resize_bicubic_op.cc). */
function rounded(g: GraphBuilder, place: Value): Value {
  const whole = g.node('Floor', [place]);
  const rest = g.node('Round', [g.node('Mul', [g.node('Sub', [place, whole]), g.scalar(1024)])]);
  return g.node('Add', [whole, g.node('Div', [rest, g.scalar(1024)])]);
}

/** The length that cell `from` has in common with the stretch of a step, in parts of that stretch. */
function overlap(g: GraphBuilder, steps: Value, from: Value, scale: Value): Value {
  const begin = g.node('Mul', [steps, scale]);
  const end = g.node('Mul', [g.node('Add', [steps, g.scalar(1)]), scale]);
  const length = g.node('Sub', [g.node('Min', [g.node('Add', [from, g.scalar(1)]), end]), g.node('Max', [from, begin])]);
  return g.node('Div', [g.node('Relu', [length]), scale]);
}
