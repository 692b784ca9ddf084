/**
 * 16-bit floats as bit patterns and as numbers. Rounding is to the nearest, ties to even, as IEEE 754 and Keras' backends have it.
 *
 * float16 is binary16 of IEEE 754: 5 bits of exponent, 10 of fraction. bfloat16 is the upper half of a float32.
 */
export type Half = 'float16' | 'bfloat16';

const DOUBLE = new DataView(new ArrayBuffer(8));

/** Exponent of the leading bit: floor(log2(magnitude)), exact, for finite numbers above 0 that are no subnormal doubles. */
function exponentOf(magnitude: number): number {
  DOUBLE.setFloat64(0, magnitude);
  return ((DOUBLE.getUint16(0) >> 4) & 0x7ff) - 1023;
}

/** A number >= 0 below 2^52 as the nearest whole number, ties to even. */
function nearestEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** The float16 nearest to a number, as its bits. */
export function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | nearestEven(magnitude * 2 ** 24); // subnormal: units of 2^-24; 1024 of them are the least normal number
  const exponent = exponentOf(magnitude);
  // The leading bit of the significand adds 1 to the exponent's field, and one that was rounded up to 2 adds another.
  return sign | (((exponent + 14) << 10) + nearestEven(magnitude * 2 ** (10 - exponent)));
}

export function halfValue(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const magnitude =
    exponent === 31
      ? fraction === 0
        ? Number.POSITIVE_INFINITY
        : Number.NaN
      : exponent === 0
        ? fraction * 2 ** -24
        : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -magnitude : magnitude;
}

const SINGLE = new Float32Array(1);
const SINGLE_BITS = new Uint32Array(SINGLE.buffer);

/** The bfloat16 nearest to a number that was rounded to float32 first, as its bits. */
export function brainBits(value: number): number {
  if (Number.isNaN(value)) return 0x7fc0;
  SINGLE[0] = value;
  const bits = SINGLE_BITS[0] ?? 0;
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

export function brainValue(bits: number): number {
  SINGLE_BITS[0] = bits << 16;
  return SINGLE[0] ?? 0;
}

/** Numbers as bit patterns. */
export function toHalves(numbers: ArrayLike<number>, dtype: Half): Uint16Array {
  const bits = dtype === 'float16' ? halfBits : brainBits;
  const halves = new Uint16Array(numbers.length);
  for (let index = 0; index < halves.length; index++) halves[index] = bits(numbers[index] as number);
  return halves;
}

/** Bit patterns as the float32 numbers that they are, exactly. */
export function fromHalves(halves: ArrayLike<number>, dtype: Half): Float32Array {
  const value = dtype === 'float16' ? halfValue : brainValue;
  const numbers = new Float32Array(halves.length);
  for (let index = 0; index < numbers.length; index++) numbers[index] = value(halves[index] as number);
  return numbers;
}

export const isHalf = (dtype: string): dtype is Half => dtype === 'float16' || dtype === 'bfloat16';
