import type { GraphBuilder } from '../../../graph/builder.ts';
import type { Value } from '../../../graph/values.ts';
import { extreme } from '../../ops/base-reduction.ts';
import type { Weight } from '../../weight.ts';
import type { InputQuantizer } from './read-quantization.ts';

/** Whole numbers as float32, and the scale that made them so: 1 on the axes that share it. */
export interface Quantized {
  readonly whole: Value;
  readonly scale: Value;
}

/** `abs_max_quantize` (keras/src/quantizers/quantizers.py): x * scale rounded half to even, where scale = most / (max |x| + epsilon) over the axes. A NaN makes all that share its scale NaN. */
export function quantizeInputs(g: GraphBuilder, x: Value, axes: readonly number[], { least, most, epsilon }: InputQuantizer): Quantized {
  const size = g.node('Abs', [x]);
  const largest = extreme(g, 'ReduceMax', size, { axes, keep: true });
  const scale = g.node('Div', [g.scalar(most), g.node('Add', [largest, g.scalar(epsilon)])]);
  const whole = g.node('Clip', [g.node('Round', [g.node('Mul', [x, scale])]), g.scalar(least), g.scalar(most)]);
  return { whole, scale };
}

/** A zero point in the middle of a byte: products of unsigned bytes are exact on every processor, while those with signed ones may saturate on older ones. */
const MIDDLE = 128;

/** The exact product of whole numbers from -128 to 127, as float32. `weight` is int8 [..., inner, columns]. */
export function integerProduct(g: GraphBuilder, whole: Value, weight: Weight): Value {
  const bytes = g.cast(g.node('Add', [whole, g.scalar(MIDDLE)]), 'uint8');
  const middle = g.scalar(MIDDLE, 'uint8');
  return g.cast(g.node('MatMulInteger', [bytes, g.constant(unsigned(weight)), middle, middle]), 'float32');
}

/** int8 as uint8, 128 more: the highest bit turned over. */
const unsigned = (weight: Weight): Weight => ({
  dtype: 'uint8',
  dims: weight.dims,
  key: `${weight.key}|uint8`,
  read: () => weight.read().map((byte) => byte ^ 0x80),
});

/** The product with a weight of whole numbers, of inputs that are not quantized. */
export const mixedProduct = (g: GraphBuilder, x: Value, weight: Weight): Value => g.node('MatMul', [x, g.cast(g.constant(weight), x.dtype)]);
