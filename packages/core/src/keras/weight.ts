import { BYTES, type DType } from '../tensor/dtype.ts';
import { arrayOf } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';

/**
 * One weight, as a thunk: nothing is read before it is written into the Program. Hands itself to `GraphBuilder.constant` as it is.
 *
 * `key` names the weight and what was done to it, so that a shared layer's weight becomes one constant.
 */
export interface Weight {
  readonly dtype: DType;
  readonly dims: readonly number[];
  readonly key: string;
  /** The same in another type, for weights that no file holds. */
  readonly as?: (dtype: DType) => Weight;
  read(): Uint8Array;
}

/** The float32 elements of a weight, in C order. @throws HG_UNSUPPORTED_DTYPE for a weight of float64. */
export function floatsOf(weight: Weight): Float32Array {
  if (weight.dtype !== 'float32') throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot reckon with a weight of the type "${weight.dtype}" here`);
  const bytes = weight.read();
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  return new Float32Array(aligned.buffer as ArrayBuffer, aligned.byteOffset, aligned.byteLength / 4);
}

export function mapWeight(weight: Weight, change: string, dims: readonly number[], map: (values: Float32Array) => Float32Array): Weight {
  return { dtype: weight.dtype, dims, key: `${weight.key}|${change}`, read: () => bytesOfFloats(map(floatsOf(weight))) };
}

export const bytesOfFloats = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

/** The same elements under other dims. */
export function reshapeWeight(weight: Weight, dims: readonly number[]): Weight {
  const { as } = weight;
  return { ...weight, dims, key: `${weight.key}|[${dims.join()}]`, ...(as === undefined ? {} : { as: (dtype) => reshapeWeight(as(dtype), dims) }) };
}

/** Axes reordered: dim `i` of the result is dim `perm[i]` of the weight. */
export function permuteWeight(weight: Weight, perm: readonly number[]): Weight {
  const dims = perm.map((axis) => weight.dims[axis] ?? 1);
  if (weight.dtype === 'float32') return mapWeight(weight, `(${perm.join()})`, dims, (values) => permute(values, weight.dims, perm));
  const Elements = weight.dtype === 'float64' ? Float64Array : Int8Array;
  if (BYTES[weight.dtype] !== Elements.BYTES_PER_ELEMENT)
    throw new HorngateError('HG_UNSUPPORTED_DTYPE', `Cannot transpose a weight of the type "${weight.dtype}" here`);
  const read = (): Uint8Array => {
    const { buffer, byteOffset, byteLength } = permute(new Elements(alignedBytes(weight)), weight.dims, perm);
    return new Uint8Array(buffer, byteOffset, byteLength);
  };
  return { dtype: weight.dtype, dims, key: `${weight.key}|(${perm.join()})`, read };
}

/** The bytes of a weight in memory of their own, where a typed array may begin. */
const alignedBytes = (weight: Weight): ArrayBuffer => new Uint8Array(weight.read()).buffer;

/** Elements of a cache line. */
const LINE = 16;

/**
 * Goes through the elements line by line of `values`: each line is read once and whole, and its elements go to as many places of the result, which all move forward.
 *
 * @param dims - of `values`; `perm[i]` is the axis of `values` that becomes axis `i`.
 */
export function permute<Values extends Float32Array | Float64Array | Int8Array>(values: Values, dims: readonly number[], perm: readonly number[]): Values {
  const out = values.slice() as Values;
  const axes = axesOf(dims, perm);
  const line = axes.find(({ step }) => step === 1);
  if (out.length === 0 || line === undefined || axes.length === 1) return out;
  const [inner = line, ...outer] = axes.filter((axis) => axis !== line).reverse();
  const width = line.jump === 1 ? line.size : LINE;
  for (let tile = 0; tile < line.size; tile += width) {
    const end = Math.min(width, line.size - tile);
    eachOf(outer, tile, tile * line.jump, (from, to) => {
      for (let count = 0, read = from, start = to; count < inner.size; count++, read += inner.step, start += inner.jump)
        for (let at = read, write = start; at < read + end; at++, write += line.jump) out[write] = values[at] as number;
    });
  }
  return out;
}

interface Axis {
  readonly size: number;
  /** What one step along it is in the source, and in the result. */
  readonly step: number;
  readonly jump: number;
}

const stridesOf = (dims: readonly number[]): number[] => dims.map((_, axis) => dims.slice(axis + 1).reduce((product, dim) => product * dim, 1));

/** Axes of the result in its order: those of one element left out, neighbours that stay neighbours as one. */
function axesOf(dims: readonly number[], perm: readonly number[]): Axis[] {
  const [steps, jumps] = [stridesOf(dims), stridesOf(perm.map((axis) => dims[axis] ?? 1))];
  const axes: Axis[] = [];
  perm.forEach((axis, at) => {
    const [size, step, jump] = [dims[axis] ?? 1, steps[axis] ?? 1, jumps[at] ?? 1];
    const before = axes.at(-1);
    if (size === 1) return;
    if (before?.step === step * size) axes.splice(-1, 1, { size: before.size * size, step, jump });
    else axes.push({ size, step, jump });
  });
  return axes;
}

/** Every place along the axes, the first one fastest. */
function eachOf([axis, ...others]: readonly Axis[], from: number, to: number, visit: (from: number, to: number) => void): void {
  if (axis === undefined) visit(from, to);
  else
    eachOf(others, from, to, (start, end) => {
      for (let count = 0; count < axis.size; count++) visit(start + count * axis.step, end + count * axis.jump);
    });
}

/** A weight that no file holds: the same number everywhere. As a thunk it costs nothing before the budget is checked. */
export const filledWeight = (value: number, dims: readonly number[]): Weight => filledAs(value, dims, 'float32');

const filledAs = (value: number, dims: readonly number[], dtype: DType): Weight => ({
  dtype,
  dims,
  key: `filled:${dtype}:${value}[${dims.join()}]`,
  as: (other) => filledAs(value, dims, other),
  read: () => bytesOfFloats(arrayOf(dtype as 'float32', new Array<number>(dims.reduce((product, dim) => product * dim, 1)).fill(value)) as Float32Array),
});
