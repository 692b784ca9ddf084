import type { GraphBuilder } from '../../graph/builder.ts';
import { addDims, isKnown } from '../../graph/dims.ts';
import type { Value } from '../../graph/values.ts';
import { dimOf } from '../dims.ts';
import { scalarSize, unknownDim } from '../ops/numbers.ts';

/** A size of an image: known, or an int64 scalar that a call decides. */
type Size = number | Value;

/** Whole numbers that are computed now where they are known, else at the call. */
class Sizes {
  readonly #g: GraphBuilder;
  constructor(g: GraphBuilder) {
    this.#g = g;
  }

  value(size: Size): Value {
    return typeof size === 'number' ? this.#g.scalar(size, 'int64') : size;
  }

  #both(a: Size, b: Size, op: string, now: (a: number, b: number) => number): Size {
    return typeof a === 'number' && typeof b === 'number' ? now(a, b) : this.#g.node(op, [this.value(a), this.value(b)]);
  }

  min = (a: Size, b: Size): Size => this.#both(a, b, 'Min', Math.min);
  max = (a: Size, b: Size): Size => this.#both(a, b, 'Max', Math.max);
  minus = (a: Size, b: Size): Size => this.#both(a, b, 'Sub', (a, b) => a - b);
  plus = (a: Size, b: Size): Size => this.#both(a, b, 'Add', (a, b) => a + b);

  /** The whole part of `size * by / over`, the quotient taken in float32 as TensorFlow does; Python, for known sizes in `exact`, has float64. */
  part(size: Size, by: number, over: number, exact = false): Size {
    const round = exact ? (value: number): number => value : Math.fround;
    if (typeof size === 'number') return Math.trunc(round(round(size * by) / over));
    const float = this.#g.cast(this.#g.node('Mul', [size, this.#g.scalar(by, 'int64')]), 'float32');
    return this.#g.cast(this.#g.node('Div', [float, this.#g.scalar(over)]), 'int64');
  }
}

export type Shape = readonly [height: number, width: number];

function sizesOf(g: GraphBuilder, x: Value): [Size, Size] {
  return [2, 3].map((axis) => {
    const dim = dimOf(x, axis);
    return isKnown(dim) ? dim : scalarSize(g, x, dim);
  }) as [Size, Size];
}

/**
 * The middle of an image [batch, channels, height, width] with the aspect ratio of a shape (keras/src/backend/tensorflow/image.py, `resize`;
 * keras/src/utils/image_utils.py, `smart_resize`, which is exact where both sizes are known).
 */
export function cropToAspect(g: GraphBuilder, x: Value, [high, wide]: Shape, exact = false): Value {
  const [height, width] = sizesOf(g, x);
  const sizes = new Sizes(g);
  const known = exact && typeof height === 'number' && typeof width === 'number';
  const crops = [sizes.part(width, high, wide, known), sizes.part(height, wide, high, known)];
  return [height, width].reduce<Value>((y, size, at) => {
    const length = sizes.max(sizes.min(size, crops[at] ?? 1), 1);
    const start = sizes.part(sizes.minus(size, length), 1, 2);
    return cut(g, y, at + 2, start, length, sizes);
  }, x);
}

function cut(g: GraphBuilder, x: Value, axis: number, start: Size, length: Size, sizes: Sizes): Value {
  if (typeof start === 'number' && typeof length === 'number') {
    if (length === x.dims[axis]) return x;
    return g.node('Slice', [x, g.ints([start]), g.ints([start + length]), g.ints([axis])]);
  }
  const vector = (size: Size): Value => g.node('Unsqueeze', [sizes.value(size), g.ints([0])]);
  const dim = unknownDim(`crop of axis ${axis}`, dimOf(x, axis));
  return g.node('Slice', [x, vector(start), vector(sizes.plus(start, length)), g.ints([axis])], {}, x.dims.with(axis, dim));
}

/** An image with as much of a number on either side as its aspect ratio lacks; an odd cell is left out. */
export function padToAspect(g: GraphBuilder, x: Value, [high, wide]: Shape, fill: number): Value {
  const [height, width] = sizesOf(g, x);
  const sizes = new Sizes(g);
  const wholes = [sizes.part(width, high, wide), sizes.part(height, wide, high)];
  return [height, width].reduce<Value>((y, size, at) => {
    const whole = sizes.max(size, wholes[at] ?? 1);
    return around(g, y, at + 2, sizes.part(sizes.minus(whole, size), 1, 2), fill);
  }, x);
}

function around(g: GraphBuilder, x: Value, axis: number, count: Size, fill: number): Value {
  if (count === 0) return x;
  const dim = typeof count === 'number' ? count : unknownDim(`pad of axis ${axis}`, addDims(dimOf(x, axis)));
  const dims = x.dims.with(axis, dim);
  const length = typeof count === 'number' ? g.ints([count]) : g.node('Unsqueeze', [count, g.ints([0])]);
  const shape = g.node('Concat', [g.node('Shape', [x], { start: 0, end: axis }), length, ...(axis === 2 ? [g.node('Shape', [x], { start: 3, end: 4 })] : [])], {
    axis: 0,
  });
  const side = g.node('Expand', [g.scalar(fill, x.dtype), shape], {}, dims);
  return g.node('Concat', [side, x, side], { axis });
}
