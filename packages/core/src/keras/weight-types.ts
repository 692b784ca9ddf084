import { type DType, isFloat } from '../tensor/dtype.ts';
import { fromHalves, isHalf, toHalves } from '../tensor/half.ts';
import { reckonedIn } from './autocast.ts';
import { bytesOfFloats, type Weight } from './weight.ts';

/**
 * A stored variable as a layer reckons with it: rounded to the type of the variable, as Keras does when it loads a file, then to that of the computation,
 * as autocast does; and kept in float32, or float64, which holds the 16-bit floats exactly.
 *
 * @param types - the roundings, in order; the last one says how the numbers are kept.
 * @returns undefined for a variable that is no float.
 */
export function weightAs(stored: Weight, types: readonly DType[]): Weight | undefined {
  if (!isFloat(stored.dtype)) return undefined;
  const kept = reckonedIn(types.at(-1) ?? 'float32') === 'float64' ? 'float64' : 'float32';
  const steps = types.filter((type, index) => type !== (types[index - 1] ?? stored.dtype));
  if (steps.length === 0 && stored.dtype === kept) return stored;
  return {
    dtype: kept,
    dims: stored.dims,
    key: `${stored.key}|${[...steps, kept].join()}`,
    read: () => {
      const numbers = steps.reduce<Floats>(rounded, floatsFrom(stored));
      return kept === 'float64' ? bytesOf(Float64Array.from(numbers)) : bytesOfFloats(numbers instanceof Float32Array ? numbers : Float32Array.from(numbers));
    },
  };
}

type Floats = Float32Array | Float64Array;

function floatsFrom({ dtype, read }: Weight): Floats {
  const bytes = aligned(read());
  if (isHalf(dtype)) return fromHalves(new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2), dtype);
  if (dtype === 'float64') return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function rounded(numbers: Floats, type: DType): Floats {
  if (isHalf(type)) return fromHalves(toHalves(numbers, type), type);
  return type === 'float32' ? Float32Array.from(numbers) : numbers;
}

const aligned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => (bytes.byteOffset % 8 === 0 ? (bytes as Uint8Array<ArrayBuffer>) : new Uint8Array(bytes));

const bytesOf = (values: Float64Array): Uint8Array => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
