import type { GraphBuilder } from '../../graph/builder.ts';
import type { Value } from '../../graph/values.ts';
import type { Call } from '../define-layer.ts';
import { known } from '../dims.ts';
import { expectFloat } from '../layers/expect.ts';
import { argumentFrom } from './operands.ts';

/** A transform is a matrix of its length squared: longer ones are refused. */
export const MAX_LENGTH = 4096;

/** Real and imaginary part. */
export type Complex = readonly [real: Value, imaginary: Value];

/** `x`, which Keras wants as a tuple of two. */
export function complexOf(g: GraphBuilder, call: Call): Complex {
  const operand = call.argument('x');
  const items = operand?.kind === 'list' ? operand.items : [];
  const values = items.map((item) => argumentFrom(g, call, item, 'x')).map((argument) => (argument.kind === 'value' ? argument.value : undefined));
  const [real, imaginary] = values;
  if (values.length !== 2 || real === undefined || imaginary === undefined || real.dims.length !== imaginary.dims.length || real.dims.length < 1)
    throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot transform anything but a pair of tensors of one shape');
  for (const value of [real, imaginary]) expectFloat(value, call);
  return [real, imaginary];
}

export function expectLength(length: number, call: Call): number {
  if (length < 1 || length > MAX_LENGTH)
    throw call.refuse('HG_UNSUPPORTED_FIELD', `Cannot compile a Fourier transform over ${length} numbers, as ${MAX_LENGTH} are the most`);
  return length;
}

/** A matrix [rows, columns] of float32, made when it is written. */
export function matrix(g: GraphBuilder, key: string, rows: number, columns: number, at: (row: number, column: number) => number): Value {
  const read = (): Uint8Array => {
    const all = new Float32Array(rows * columns);
    for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) all[row * columns + column] = at(row, column);
    return new Uint8Array(all.buffer);
  };
  return g.constant({ dtype: 'float32', dims: [rows, columns], key: `${key}[${rows},${columns}]`, read });
}

const cosine = (row: number, column: number, length: number): number => Math.cos((2 * Math.PI * ((row * column) % length)) / length);
const sine = (row: number, column: number, length: number): number => Math.sin((2 * Math.PI * ((row * column) % length)) / length);

/** The discrete Fourier transform over the last axis. */
export function fourier(g: GraphBuilder, [real, imaginary]: Complex, call: Call): Complex {
  const length = expectLength(known(real, -1), call);
  const c = matrix(g, 'cosine', length, length, (row, column) => cosine(row, column, length));
  const s = matrix(g, 'sine', length, length, (row, column) => sine(row, column, length));
  const times = (x: Value, by: Value): Value => product(g, x, by);
  return [g.node('Add', [times(real, c), times(imaginary, s)]), g.node('Sub', [times(imaginary, c), times(real, s)])];
}

/** A vector times a matrix, where there is no other axis. */
function product(g: GraphBuilder, x: Value, by: Value): Value {
  if (x.dims.length > 1) return g.node('MatMul', [x, by]);
  return g.node('Squeeze', [g.node('MatMul', [g.node('Unsqueeze', [x, g.ints([0])]), by]), g.ints([0])]);
}

/** The same over the last two axes, the last one first. */
export function fourier2(g: GraphBuilder, x: Complex, call: Call): Complex {
  const rank = x[0].dims.length;
  if (rank < 2) throw call.refuse('HG_ARTIFACT_SHAPE', 'Cannot transform two axes of a vector');
  const swap = (pair: Complex): Complex =>
    pair.map((part) => g.transpose(part, [...part.dims.keys()].slice(0, -2).concat(rank - 1, rank - 2))) as unknown as Complex;
  return swap(fourier(g, swap(fourier(g, x, call)), call));
}

/** Of real numbers: the first half of the answer, `length / 2 + 1` numbers; the last axis is cut or filled with zeros to `length`. */
export function realFourier(g: GraphBuilder, x: Value, length: number, call: Call, window: (at: number) => number = () => 1, key = ''): Complex {
  expectLength(length, call);
  const count = Math.min(known(x, -1), length);
  const bins = Math.floor(length / 2) + 1;
  const cut = count < known(x, -1) ? g.node('Slice', [x, g.ints([0]), g.ints([count]), g.ints([x.dims.length - 1])]) : x;
  const c = matrix(g, `half cosine ${length} ${key}`, count, bins, (row, column) => window(row) * cosine(row, column, length));
  const s = matrix(g, `half sine ${length} ${key}`, count, bins, (row, column) => -window(row) * sine(row, column, length));
  return [product(g, cut, c), product(g, cut, s)];
}

/** Back from there: `length` real numbers. What is missing is 0, and imaginary parts of the first and the middle number do not count. */
export function inverseRealFourier(
  g: GraphBuilder,
  [real, imaginary]: Complex,
  length: number,
  call: Call,
  window: (at: number) => number = () => 1,
  key = '',
): Value {
  expectLength(length, call);
  const count = Math.min(known(real, -1), Math.floor(length / 2) + 1);
  const cut = (x: Value): Value => (count < known(x, -1) ? g.node('Slice', [x, g.ints([0]), g.ints([count]), g.ints([x.dims.length - 1])]) : x);
  const single = (row: number): boolean => row === 0 || 2 * row === length;
  const c = matrix(g, `inverse cosine ${length} ${key}`, count, length, (row, at) => (window(at) * (single(row) ? 1 : 2) * cosine(row, at, length)) / length);
  const s = matrix(g, `inverse sine ${length} ${key}`, count, length, (row, at) => (single(row) ? 0 : (window(at) * -2 * sine(row, at, length)) / length));
  return g.node('Add', [product(g, cut(real), c), product(g, cut(imaginary), s)]);
}

/** Windows of `tf.signal`, periodic: of an odd length they are not, as TensorFlow has it (tensorflow/python/ops/signal/window_ops.py). */
export function windowOf(name: 'hann' | 'hamming' | null, length: number): (at: number) => number {
  if (name === null || length === 1) return () => 1;
  const [a, b] = name === 'hann' ? [0.5, 0.5] : [0.54, 0.46];
  const turn = length + (length % 2 === 0 ? 1 : 0) - 1;
  return (at) => a - b * Math.cos((2 * Math.PI * at) / turn);
}

/** A window of `length` in the middle of `whole` numbers, zeros around. */
export function centred(window: (at: number) => number, length: number, whole: number): (at: number) => number {
  const left = Math.floor((whole - length) / 2);
  return (at) => (at < left || at >= left + length ? 0 : window(at - left));
}

export const knownOr = (x: Value, length: number | null): number => (length === null ? known(x, -1) : length);
