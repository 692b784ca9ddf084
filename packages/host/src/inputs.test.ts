import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Tensor } from '@horngate/core/tensor';
import type { TensorSpec } from '@horngate/core/words';
import { fitInputs } from './inputs.ts';

const floats = (shape: readonly number[]): Tensor => ({ dtype: 'float32', shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
const one: readonly TensorSpec[] = [{ name: 'x', dtype: 'float32', shape: ['batch', 4] }];
const two: readonly TensorSpec[] = [...one, { name: 'y', dtype: 'int32', shape: ['batch', 'time'] }];
const ids: Tensor = { dtype: 'int32', shape: [2, 3], data: new Int32Array(6) };

test('inputs are taken by name, by number and in order', async (t) => {
  for (const [name, given] of Object.entries({
    names: { y: ids, x: floats([2, 4]) },
    numbers: { arr_1: ids, arr_0: floats([2, 4]) },
    order: [floats([2, 4]), ids],
  }))
    await t.test(name, () =>
      assert.deepEqual(
        fitInputs(given, two).map(({ shape }) => shape),
        [
          [2, 4],
          [2, 3],
        ],
      ),
    );
  await t.test('any single name for a model of one input', () => assert.equal(fitInputs({ whatever: floats([1, 4]) }, one).length, 1));
});

test('what does not fit is refused by name', async (t) => {
  const cases: readonly [string, Parameters<typeof fitInputs>[0], string][] = [
    ['a name of no input', { x: floats([2, 4]), z: ids }, 'HG_INPUT_NAME'],
    ['a missing input', { x: floats([2, 4]), arr_1: ids }, 'HG_INPUT_NAME'],
    ['too few', [floats([2, 4])], 'HG_INPUT_NAME'],
    ['a name that every object has', { x: floats([2, 4]), toString: ids } as never, 'HG_INPUT_NAME'],
    ['another rank', [floats([2, 4, 1]), ids], 'HG_INPUT_SHAPE'],
    ['another size', [floats([2, 5]), ids], 'HG_INPUT_SHAPE'],
    ['no row at all', [floats([0, 4]), { dtype: 'int32', shape: [0, 3], data: new Int32Array(0) }], 'HG_INPUT_SHAPE'],
    ['two batch sizes', [floats([3, 4]), ids], 'HG_INPUT_SHAPE'],
    ['texts for numbers', [{ dtype: 'string', shape: [2, 4], data: Array(8).fill('1') }, ids], 'HG_INPUT_DTYPE'],
    ['a fraction for whole numbers', [floats([2, 4]), { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 0.5) }], 'HG_INPUT_RANGE'],
    ['NaN for whole numbers', [floats([2, 4]), { dtype: 'float64', shape: [2, 3], data: Float64Array.of(0, 1, 2, 3, 4, Number.NaN) }], 'HG_INPUT_RANGE'],
    ['a number past 32 bits', [floats([2, 4]), { dtype: 'int64', shape: [2, 3], data: BigInt64Array.of(0n, 1n, 2n, 3n, 4n, 2n ** 31n) }], 'HG_INPUT_RANGE'],
  ];
  for (const [name, given, code] of cases) await t.test(name, () => assert.throws(() => fitInputs(given, two), { code }));
});

test('numbers become the type that the model declares, as Keras casts them', () => {
  const whole: Tensor = { dtype: 'int64', shape: [1, 4], data: BigInt64Array.of(1n, -2n, 3n, 0n) };
  assert.deepEqual(fitInputs([whole], one)[0]?.data, Float32Array.of(1, -2, 3, 0));
  // IEEE 754 binary16: 0x3c00 is 1, 0xc000 is -2, 0x0001 is 2^-24, 0x7c00 is infinity.
  const half: Tensor = { dtype: 'float16', shape: [1, 4], data: Uint16Array.of(0x3c00, 0xc000, 0x0001, 0x7c00) };
  assert.deepEqual(fitInputs([half], one)[0]?.data, Float32Array.of(1, -2, 2 ** -24, Number.POSITIVE_INFINITY));
  const brain: Tensor = { dtype: 'bfloat16', shape: [1, 4], data: Uint16Array.of(0x3f80, 0xc000, 0x4049, 0x0000) };
  assert.deepEqual(fitInputs([brain], one)[0]?.data, Float32Array.of(1, -2, 3.140625, 0));
});

test('stages/unicode: texts are taken as they are, and refused where they are none', async (t) => {
  const spec: readonly TensorSpec[] = [{ name: 'x', dtype: 'string', shape: ['batch'] }];
  const texts = (...data: readonly string[]): Tensor => ({ dtype: 'string', shape: [data.length], data });
  assert.deepEqual(fitInputs([texts('', 'ü', '👍', 'a\0')], spec)[0]?.data, ['', 'ü', '👍', 'a\0']);
  const cases: readonly [string, Tensor, string][] = [
    ['half of a surrogate pair', texts('a\ud83d'), 'HG_INPUT_FORMAT'],
    ['the other half', texts('\udc4da'), 'HG_INPUT_FORMAT'],
    ['fewer than the shape says', { dtype: 'string', shape: [2], data: ['a'] }, 'HG_INPUT_SHAPE'],
    ['a number among texts', { dtype: 'string', shape: [1], data: [1 as never] }, 'HG_INPUT_DTYPE'],
    ['numbers', { dtype: 'int32', shape: [1], data: new Int32Array(1) }, 'HG_INPUT_DTYPE'],
    ['another rank', { dtype: 'string', shape: [1, 1], data: ['a'] }, 'HG_INPUT_SHAPE'],
  ];
  for (const [name, given, code] of cases) await t.test(name, () => assert.throws(() => fitInputs([given], spec), { code }));
});

test('numbers are rounded to a model of 16-bit floats, as NumPy and ml_dtypes round them', () => {
  const specs = (dtype: 'float16' | 'bfloat16'): readonly TensorSpec[] => [{ name: 'x', dtype, shape: ['batch', 4] }];
  const x: Tensor = { dtype: 'float64', shape: [1, 4], data: Float64Array.of(1.1, -0.1, 65520, 2049) };
  assert.deepEqual(fitInputs([x], specs('float16'))[0]?.data, Uint16Array.of(0x3c66, 0xae66, 0x7c00, 0x6800));
  assert.deepEqual(fitInputs([x], specs('bfloat16'))[0]?.data, Uint16Array.of(0x3f8d, 0xbdcd, 0x4780, 0x4500));
  const half: Tensor = { dtype: 'float16', shape: [1, 4], data: Uint16Array.of(0x3c66, 0xae66, 0x7c00, 0x6800) };
  assert.deepEqual(fitInputs([half], specs('bfloat16'))[0]?.data, Uint16Array.of(0x3f8d, 0xbdcd, 0x7f80, 0x4500));
});
