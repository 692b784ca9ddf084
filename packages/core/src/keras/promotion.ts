import type { DType } from '../tensor/dtype.ts';

/** A type, or that of a Python number, which gives way to the types it meets. A Python bool is a plain `bool`. */
export type Promotable = DType | 'int' | 'float';

/** The lattice: each type and those right above it (keras/src/backend/common/dtypes.py, without complex numbers). */
const ABOVE: Readonly<Record<string, readonly Promotable[]>> = {
  bool: ['int'],
  uint8: ['int16', 'uint16'],
  uint16: ['int32', 'uint32'],
  uint32: ['int64', 'uint64'],
  uint64: ['float'],
  int: ['uint8', 'int8'],
  int8: ['int16'],
  int16: ['int32'],
  int32: ['int64'],
  int64: ['float'],
  float: ['bfloat16', 'float16'],
  bfloat16: ['float32'],
  float16: ['float32'],
  float32: ['float64'],
  float64: [],
};

/** A type and all above it, the nearest first. */
function bounds(type: Promotable): readonly Promotable[] {
  const found: Promotable[] = [type];
  for (const next of found) for (const above of ABOVE[next] ?? []) if (!found.includes(above)) found.push(above);
  return found;
}

/** What a Python number is when it meets others of its kind alone. */
const STRONG = { int: 'int64', float: 'float32' } as const;

const isWeak = (type: Promotable): type is 'int' | 'float' => type === 'int' || type === 'float';

/**
 * The type in which others meet, as `keras.backend.result_type` on TensorFlow with float32 as `floatx`; undefined where there is none.
 *
 * @see keras/src/backend/common/dtypes.py, `_lattice_result_type`: uint64 is taken for uint32, and 64-bit integers of either sign meet in float32.
 */
export function resultOf(types: readonly Promotable[]): DType | undefined {
  const weak = types.every(isWeak);
  const least = leastAbove(weak ? types.map((type) => (isWeak(type) ? STRONG[type] : type)) : types);
  if (least === undefined) return undefined;
  if (weak || isWeak(least)) return least.startsWith('int') ? 'int32' : 'float32';
  return least === 'uint64' ? 'uint32' : least;
}

function leastAbove(types: readonly Promotable[]): Promotable | undefined {
  if (types.some((type) => ABOVE[type] === undefined)) return undefined;
  const [first = [], ...others] = types.map(bounds);
  const common = first.filter((type) => others.every((other) => other.includes(type)));
  return common.find((type) => common.every((above) => bounds(type).includes(above)));
}
