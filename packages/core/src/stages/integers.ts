import { isInteger } from '../tensor/dtype.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { HorngateError } from '../words/error.ts';

/** The largest 64-bit integer: an id that Keras gives to a masked element, so that no encoding counts it (keras/src/layers/preprocessing/index_lookup.py). */
export const DROPPED = 2n ** 63n - 1n;

/**
 * The elements as 64-bit integers, as `tf.cast` makes them: reals are cut towards zero.
 *
 * @throws HG_INPUT_RANGE for a real that no such integer is near: TensorFlow answers with whatever its processor does.
 */
export function integersOf(tensor: Tensor): BigInt64Array {
  if (tensor.dtype === 'int64') return tensor.data;
  if (tensor.dtype === 'string' || tensor.dtype === 'float16' || tensor.dtype === 'bfloat16')
    throw new HorngateError('HG_INPUT_DTYPE', `Cannot look up values of type "${tensor.dtype}"`);
  const numbers = tensor.data as ArrayLike<number | bigint>;
  const whole = isInteger(tensor.dtype) || tensor.dtype === 'bool';
  return BigInt64Array.from({ length: numbers.length }, (_, index) => (whole ? BigInt(numbers[index] as number) : cut(Number(numbers[index]))));
}

function cut(value: number): bigint {
  if (value >= -(2 ** 63) && value < 2 ** 63) return BigInt(Math.trunc(value));
  throw new HorngateError('HG_INPUT_RANGE', `Cannot use ${value} as a whole number of 64 bits`);
}
