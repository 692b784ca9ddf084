import type { Json } from '../../../artifact/json/json.ts';
import type { DType } from '../../../tensor/dtype.ts';
import { arrayOf } from '../../../tensor/tensor.ts';
import type { Fields } from '../../fields.ts';
import { isObject } from '../../object.ts';
import { bytesOfFloats, type Weight } from '../../weight.ts';

/**
 * Reads numbers that a config holds itself: one alone, nested lists, or the `__numpy__` of Keras' serialization
 * (keras/src/saving/serialization_lib.py). They become float32, which is what layers compute in, or float64 beside such numbers. No more of them than the config has bytes.
 *
 * @returns a constant, [] for one number.
 * @throws HG_ARTIFACT_FIELD for anything else, and for lists of unequal length.
 */
export function numbersOf(f: Fields, name: string, absent?: number): Weight {
  const value = f.has(name) ? f.raw(name) : absent;
  const found = gather(unpacked(value ?? null));
  if (found === undefined) throw f.wrong(name, 'a number, or nested lists of numbers of equal length');
  const { dims, numbers } = found;
  const of = (dtype: DType): Weight => ({
    dtype,
    dims,
    key: `numbers:${dtype}:${f.at(name)}`,
    as: of,
    read: () => bytesOfFloats(arrayOf(dtype as 'float32', numbers) as Float32Array),
  });
  return of('float32');
}

function unpacked(value: Json): Json {
  if (!isObject(value) || value['class_name'] !== '__numpy__') return value;
  const config = value['config'];
  return isObject(config) ? (config['value'] ?? null) : null;
}

interface Numbers {
  readonly dims: readonly number[];
  readonly numbers: readonly number[];
}

/** The recursion ends where the JSON reader ended: at its depth. */
function gather(value: Json): Numbers | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? { dims: [], numbers: [value] } : undefined;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const items = (value as readonly Json[]).map(gather);
  const [first] = items;
  if (first === undefined || items.some((item) => item?.dims.join() !== first.dims.join())) return undefined;
  return { dims: [items.length, ...first.dims], numbers: items.flatMap((item) => item?.numbers ?? []) };
}
