import { arrayOf, type DType, fromHalves, isFloat, isHalf, isInteger, sizeOf, type Tensor, toHalves } from '@horngate/core/tensor';
import { hasLoneSurrogate } from '@horngate/core/text';
import { HorngateError } from '@horngate/core/words';

/** Integer ranges of the types that a value may have to fit into. */
const RANGES: Partial<Record<DType, readonly [least: bigint, most: bigint]>> = {
  int8: [-128n, 127n],
  int16: [-32768n, 32767n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 65535n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/**
 * A tensor in the type that the model declares. Numbers become floats, as Keras casts its inputs; a float becomes a whole number only where it is one,
 * since Keras would silently cut it.
 *
 * @throws HG_INPUT_DTYPE where no number can become the other; HG_INPUT_RANGE where a value does not fit.
 */
export function convert(name: string, tensor: Tensor, dtype: DType): Tensor {
  if (tensor.dtype === 'string' && dtype === 'string') return wellFormed(name, tensor);
  if (tensor.dtype === dtype) return tensor;
  if (tensor.dtype === 'string' || dtype === 'string') throw unfit(name, tensor.dtype, dtype);
  if (isHalf(tensor.dtype)) return convert(name, { dtype: 'float32', shape: tensor.shape, data: fromHalves(tensor.data as Uint16Array, tensor.dtype) }, dtype);
  if (isHalf(dtype)) return { dtype, shape: tensor.shape, data: toHalves(Array.from(tensor.data as ArrayLike<number | bigint>, Number), dtype) } as Tensor;
  if (tensor.data instanceof BigInt64Array || tensor.data instanceof BigUint64Array) return ofBigInts(name, tensor, tensor.data, dtype);
  const numbers = tensor.data as Exclude<typeof tensor.data, BigInt64Array | BigUint64Array>;
  if (isInteger(dtype)) for (const value of numbers) if (!fits(value, dtype)) throw outside(name, value, dtype);
  return { dtype, shape: tensor.shape, data: arrayOf(dtype, numbers as unknown as readonly number[]) } as Tensor;
}

/**
 * TensorFlow's texts are bytes of UTF-8, which half of a surrogate pair has none of: an encoder would silently put another sign in its place.
 *
 * @throws HG_INPUT_SHAPE, HG_INPUT_DTYPE, HG_INPUT_FORMAT
 */
function wellFormed(name: string, tensor: Tensor & { dtype: 'string' }): Tensor {
  const { data, shape } = tensor;
  if (data.length !== sizeOf(shape))
    throw new HorngateError('HG_INPUT_SHAPE', `Cannot feed the input "${name}" as it must have ${sizeOf(shape)} texts: found ${data.length}`);
  for (const text of data) {
    if (typeof text !== 'string') throw new HorngateError('HG_INPUT_DTYPE', `Cannot feed the input "${name}" as it must hold texts: found a ${typeof text}`);
    if (hasLoneSurrogate(text))
      throw new HorngateError('HG_INPUT_FORMAT', `Cannot feed the input "${name}" as its texts must be Unicode: one has half of a surrogate pair`);
  }
  return tensor;
}

function fits(value: number, dtype: DType): boolean {
  const [least, most] = RANGES[dtype] ?? [0n, 0n];
  return Number.isInteger(value) && BigInt(value) >= least && BigInt(value) <= most;
}

function ofBigInts(name: string, tensor: Tensor, values: BigInt64Array | BigUint64Array, dtype: Exclude<DType, 'string' | 'float16' | 'bfloat16'>): Tensor {
  const range = RANGES[dtype];
  if (range !== undefined) for (const value of values) if (value < range[0] || value > range[1]) throw outside(name, value, dtype);
  if (dtype === 'int64' || dtype === 'uint64') {
    const data = dtype === 'int64' ? BigInt64Array.from(values) : BigUint64Array.from(values);
    return { dtype, shape: tensor.shape, data } as Tensor;
  }
  return { dtype, shape: tensor.shape, data: arrayOf(dtype, Array.from(values, Number)) } as Tensor;
}

const unfit = (name: string, found: DType, wanted: DType): HorngateError =>
  new HorngateError('HG_INPUT_DTYPE', `Cannot feed the input "${name}" as it must be ${wanted}: found ${found}`);

const outside = (name: string, value: number | bigint, dtype: DType): HorngateError =>
  new HorngateError('HG_INPUT_RANGE', `Cannot feed the input "${name}" as every value must be one of ${dtype}: found ${value}`);

export const isNumeric = (dtype: DType): boolean => isFloat(dtype) || isInteger(dtype) || dtype === 'bool';
