import assert from 'node:assert/strict';
import test from 'node:test';
import { type Half, toHalves } from '../tensor/half.ts';
import type { Weight } from './weight.ts';
import { weightAs } from './weight-types.ts';

const single = (...values: number[]): Weight => ({
  dtype: 'float32',
  dims: [values.length],
  key: 'w',
  read: () => new Uint8Array(Float32Array.from(values).buffer),
});
const half = (dtype: Half, ...values: number[]): Weight => ({
  dtype,
  dims: [values.length],
  key: 'w',
  read: () => new Uint8Array(toHalves(values, dtype).buffer),
});
const floats = (weight: Weight | undefined): number[] => [...new Float32Array(new Uint8Array(weight?.read() ?? []).buffer)];

test('a float32 variable in a float32 layer is handed on as it is', () => {
  const weight = single(1.1);
  assert.equal(weightAs(weight, ['float32', 'float32']), weight);
});

test('a float32 variable in a layer of halves is rounded, and kept as float32', () => {
  // numpy.float32(1.1).astype("float16") is 1.099609375, of ml_dtypes.bfloat16 1.1015625.
  assert.deepEqual(floats(weightAs(single(1.1), ['float32', 'float16'])), [1.099609375]);
  assert.deepEqual(floats(weightAs(single(1.1), ['float32', 'bfloat16'])), [1.1015625]);
});

test('a variable of halves is widened, without another rounding', () => {
  assert.deepEqual(floats(weightAs(half('float16', 1.1, -0.1), ['float16', 'float16'])), [1.099609375, -0.0999755859375]);
  assert.deepEqual(floats(weightAs(half('bfloat16', 1.1), ['bfloat16', 'bfloat16'])), [1.1015625]);
});

test('a layer of float64 keeps its variables in float64', () => {
  const weight = weightAs(single(0.5), ['float64', 'float64']);
  assert.equal(weight?.dtype, 'float64');
  assert.deepEqual([...new Float64Array(new Uint8Array(weight.read()).buffer)], [0.5]);
});

test('whole numbers are no weights', () => assert.equal(weightAs({ ...single(1), dtype: 'int32' }, ['float32']), undefined));

test('one weight in two types has two keys', () => {
  const keys = (['float16', 'bfloat16', 'float64', 'float32'] as const).map((type) => weightAs(single(1), ['float32', type])?.key);
  assert.equal(new Set(keys).size, 4);
});
