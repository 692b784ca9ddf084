import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import { axisList } from '../axes.ts';
import type { Call } from '../define-layer.ts';
import { defineOperation } from '../define-operation.ts';
import { axisIn, dimOf } from '../dims.ts';
import { type Kernel, keys, lanczos, triangle } from '../images/kernels.ts';
import { expectFloat } from '../layers/expect.ts';
import { INT32 } from '../layers/window.ts';
import { counted, positions } from './numbers.ts';
import { tensorOf } from './operands.ts';

const KERNELS = {
  linear: triangle,
  bilinear: triangle,
  trilinear: triangle,
  cubic: keys,
  bicubic: keys,
  tricubic: keys,
  lanczos3: lanczos(3),
  lanczos5: lanczos(5),
} as const satisfies Record<string, Kernel>;
const METHODS = Object.keys(KERNELS) as (keyof typeof KERNELS)[];

/** Below this a sum of weights is nothing (keras/src/backend/tensorflow/image.py, `_compute_weight_mat`). */
const NOTHING = 1000 * 2 ** -23;

/** `keras.ops.image.scale_and_translate`: some axes scaled and moved, each by a matrix of weights [from, to]. What lies outside becomes 0. */
export const scaleAndTranslate = defineOperation({
  keras: 'ScaleAndTranslate',
  arguments: ['images', 'output_shape', 'scale', 'translation'],
  config: (f) => ({ axes: axisList(f, 'spatial_dims'), method: f.oneOf('method', METHODS), antialias: f.boolean('antialias', true) }),
  lower: (g, { axes, method, antialias }, call) => {
    const x = tensorOf(g, call, 'images');
    expectFloat(x, call);
    const shape = shapeOf(call, x.dims.length);
    const [scale, translation] = ['scale', 'translation'].map((name) => vectorOf(g, call, name, axes.length)) as [Value, Value];
    const over = axes.map((axis) => axisIn(x, axis));
    if (new Set(over).size !== over.length) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot scale an axis twice');
    return over.reduce((y, axis, at) => {
      const number = (vector: Value): Value => g.node('Gather', [vector, g.scalar(at, 'int64')], { axis: 0 });
      const weights = weightsOf(g, y, axis, shape[axis] ?? 1, number(scale), number(translation), KERNELS[method], antialias);
      const last = y.dims.length - 1;
      const order = y.dims.map((_, place) => (place === axis ? last : place === last ? axis : place));
      return g.transpose(g.node('MatMul', [g.transpose(y, order), weights]), order);
    }, x);
  },
});

function shapeOf(call: Call, rank: number): readonly number[] {
  const operand = call.argument('output_shape');
  const items = operand?.kind === 'list' ? operand.items.map((item) => (item.kind === 'json' ? item.value : null)) : [];
  const good = (item: unknown): item is number => typeof item === 'number' && Number.isSafeInteger(item) && item >= 1 && item <= INT32;
  if (items.length !== rank || !items.every(good)) throw call.refuse('HG_UNSUPPORTED_FIELD', 'Cannot scale to a shape unless it is a list of whole numbers');
  return items;
}

function vectorOf(g: GraphBuilder, call: Call, name: string, count: number): Value {
  const value = g.cast(tensorOf(g, call, name), 'float32');
  if (value.dims.length !== 1 || value.dims[0] !== count) throw call.refuse('HG_ARTIFACT_SHAPE', `Cannot scale ${count} axes by another count in "${name}"`);
  return value;
}

function weightsOf(g: GraphBuilder, x: Value, axis: number, to: number, scale: Value, translation: Value, kernel: Kernel, antialias: boolean): Value {
  const inverse = g.node('Div', [g.scalar(1), scale]);
  const cells = g.cast(counted(g, to, g.scalar(to, 'int64')), 'float32');
  const scaled = g.node('Mul', [g.node('Add', [cells, g.scalar(0.5)]), inverse]);
  const place = g.node('Sub', [g.node('Sub', [scaled, g.node('Mul', [translation, inverse])]), g.scalar(0.5)]);
  const from = g.node('Unsqueeze', [g.cast(positions(g, x, dimOf(x, axis)), 'float32'), g.ints([1])]);
  const distance = g.node('Abs', [g.node('Sub', [place, from])]);
  const weights = kernel(g, antialias ? g.node('Div', [distance, g.node('Max', [inverse, g.scalar(1)])]) : distance);
  const sum = g.node('ReduceSum', [weights, g.ints([0])], { keepdims: 1 });
  const some = g.node('Greater', [g.node('Abs', [sum]), g.scalar(NOTHING)]);
  const end = g.node('Sub', [g.cast(g.node('Squeeze', [g.size(x, dimOf(x, axis)), g.ints([0])]), 'float32'), g.scalar(0.5)]);
  const inside = g.node('And', [g.node('GreaterOrEqual', [place, g.scalar(-0.5)]), g.node('LessOrEqual', [place, end])]);
  return g.node('Where', [g.node('And', [some, inside]), g.node('Div', [weights, sum]), g.scalar(0)]);
}
