import { arrayOf, isFloat, isHalf, sizeOf, type Tensor, toHalves } from '@horngate/core/tensor';
import type { TensorSpec } from '@horngate/core/words';

/** Elements above which no golden is kept: it is to be stored and sent with every start. */
const MAX_ELEMENTS = 4 * 2 ** 20;

/**
 * Seeded inputs of one row: floats uniform in [-1, 1), ones for whole numbers (any embedding has a row 1, no mask has a hole), true for booleans,
 * texts that the model's tables hold.
 *
 * @param size - of every dim that a call decides, but the first, which is the batch.
 */
export function goldenInputs(specs: readonly TensorSpec[], size: number, texts: readonly string[] = []): Tensor[] | undefined {
  const random = seeded(20_261_124);
  const shapes = specs.map(({ shape }) => shape.map((dim, axis) => (typeof dim === 'number' ? dim : axis === 0 ? 1 : size)));
  if (shapes.reduce((sum, shape) => sum + sizeOf(shape), 0) > MAX_ELEMENTS) return undefined;
  const inputs: Tensor[] = [];
  for (const [index, { dtype }] of specs.entries()) {
    const shape = shapes[index] ?? [];
    if (dtype === 'string') {
      const known = texts.length > 0 ? texts : PLAIN_TEXTS;
      inputs.push({ dtype, shape, data: Array.from({ length: sizeOf(shape) }, (_, at) => known[(at * 7 + index) % known.length] ?? '') });
      continue;
    }
    const numbers = Array.from({ length: sizeOf(shape) }, () => (isFloat(dtype) ? random() * 2 - 1 : 1));
    inputs.push({ dtype, shape, data: isHalf(dtype) ? toHalves(numbers, dtype) : arrayOf(dtype, numbers) } as Tensor);
  }
  return inputs;
}

/** For models that hash what they are given. */
const PLAIN_TEXTS = ['one', 'two', 'three four', 'Fünf!'];

/** mulberry32: 32 bits of state, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
