import type { GraphBuilder } from '../../graph/builder.ts';
import { type Dim, multiplyDims } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { dimOf } from '../dims.ts';
import { positions, scalarSize } from '../ops/numbers.ts';
import { type FillMode, mapped } from './fill-mode.ts';

export interface Projection {
  readonly interpolation: 'nearest' | 'bilinear';
  readonly mode: FillMode;
  readonly fill: number;
}

/** What all reads of one projection share: the images, their sizes as float scalars. */
interface Source {
  readonly g: GraphBuilder;
  readonly x: Value;
  readonly height: Value;
  readonly width: Value;
  readonly fill: number;
}

/**
 * Images [batch, channels, height, width] looked at through projective transforms [batch or 1, 8], each of which says where a place of the answer comes
 * from (tensorflow/core/kernels/image/image_ops.h, `ProjectiveGenerator`).
 */
export function project(g: GraphBuilder, x: Value, transforms: Value, { interpolation, mode, fill }: Projection, call: Call): Value {
  if (transforms.dims.length !== 2 || transforms.dims[1] !== 8)
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot transform images unless a transform is eight numbers');
  const [height, width] = [2, 3].map((axis) => g.cast(scalarSize(g, x, dimOf(x, axis)), 'float32')) as [Value, Value];
  const source = { g, x, height, width, fill };
  const { down, across, degenerate } = placesOf(g, x, transforms);
  const [y, z] = [mapped(g, down, height, mode), mapped(g, across, width, mode)];
  const answer = interpolation === 'nearest' ? read(source, rounded(g, y), rounded(g, z)) : between(source, y, z);
  return g.node('Where', [g.node('Unsqueeze', [degenerate, g.ints([1])]), g.scalar(fill, x.dtype), answer]);
}

/** The place of the source for each of the answer, [transforms, height, width]; `degenerate` where there is none. */
function placesOf(g: GraphBuilder, x: Value, transforms: Value): { readonly down: Value; readonly across: Value; readonly degenerate: Value } {
  const numbers = g.nodes('Split', [g.cast(transforms, 'float32'), g.ints(Array.from({ length: 8 }, () => 1))], { axis: 1 }, 8);
  const t = numbers.map((number) => g.node('Unsqueeze', [number, g.ints([2])]));
  const column = g.node('Unsqueeze', [g.cast(positions(g, x, dimOf(x, 2)), 'float32'), g.ints([1])]);
  const row = g.cast(positions(g, x, dimOf(x, 3)), 'float32');
  const linear = (a: number, b: number, rest: Value): Value =>
    g.node('Add', [g.node('Add', [g.node('Mul', [t[a] as Value, row]), g.node('Mul', [t[b] as Value, column])]), rest]);
  const scale = linear(6, 7, g.scalar(1));
  const degenerate = g.node('Equal', [scale, g.scalar(0)]);
  const safe = g.node('Where', [degenerate, g.scalar(1), scale]);
  return { down: g.node('Div', [linear(3, 4, t[5] as Value), safe]), across: g.node('Div', [linear(0, 1, t[2] as Value), safe]), degenerate };
}

/** Rounded half away from 0, as C++ has it. */
function rounded(g: GraphBuilder, x: Value): Value {
  const size = g.node('Abs', [x]);
  const whole = g.node('Floor', [size]);
  const up = g.cast(g.node('GreaterOrEqual', [g.node('Sub', [size, whole]), g.scalar(0.5)]), 'float32');
  return g.node('Mul', [g.node('Sign', [x]), g.node('Add', [whole, up])]);
}

/** The cells at whole places, the fill where there is none. */
function read({ g, x, height, width, fill }: Source, y: Value, z: Value): Value {
  const inside = (at: Value, size: Value): Value => g.node('And', [g.node('GreaterOrEqual', [at, g.scalar(0)]), g.node('Less', [at, size])]);
  const held = (at: Value, size: Value): Value => g.node('Min', [g.node('Max', [at, g.scalar(0)]), g.node('Sub', [size, g.scalar(1)])]);
  const index = g.node('Add', [g.node('Mul', [g.cast(held(y, height), 'int64'), g.cast(width, 'int64')]), g.cast(held(z, width), 'int64')]);
  const valid = g.node('Unsqueeze', [g.node('And', [inside(y, height), inside(z, width)]), g.ints([1])]);
  return g.node('Where', [valid, picked(g, x, index), g.scalar(fill, x.dtype)]);
}

/** [batch, channels, height, width] of the cells that an index [batch or 1, height, width] numbers. */
function picked(g: GraphBuilder, x: Value, index: Value): Value {
  const cells = multiplyDims([dimOf(x, 2), dimOf(x, 3)]);
  const flat = g.reshape(x, [dimOf(x, 0), dimOf(x, 1), cells]);
  const answer = (value: Value, dims: readonly Dim[]): Value => g.node('Reshape', [value, g.node('Shape', [x])], { allowzero: 1 }, dims);
  if (dimOf(index, 0) === 1) return answer(g.node('Gather', [flat, g.reshape(index, [cells])], { axis: 2 }), x.dims);
  const places = g.node('Unsqueeze', [g.reshape(index, [dimOf(index, 0), cells]), g.ints([2])]);
  const found = g.node('GatherND', [g.transpose(flat, [0, 2, 1]), places], { batch_dims: 1 });
  return answer(g.transpose(found, [0, 2, 1]), x.dims);
}

function between(source: Source, y: Value, z: Value): Value {
  const { g } = source;
  const [top, left] = [g.node('Floor', [y]), g.node('Floor', [z])];
  const [bottom, right] = [top, left].map((at) => g.node('Add', [at, g.scalar(1)])) as [Value, Value];
  const weight = (a: Value, b: Value): Value => g.node('Unsqueeze', [g.node('Sub', [a, b]), g.ints([1])]);
  const blend = (a: Value, first: Value, b: Value, second: Value): Value => g.node('Add', [g.node('Mul', [first, a]), g.node('Mul', [second, b])]);
  const line = (at: Value): Value => blend(read(source, at, left), weight(right, z), read(source, at, right), weight(z, left));
  return blend(line(top), weight(bottom, y), line(bottom), weight(y, top));
}
