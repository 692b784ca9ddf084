import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare, DEFAULT_TOLERANCE } from './compare.ts';
import type { Tensor } from './tensor.ts';

const floats = (...values: number[]): Tensor => ({ dtype: 'float32', shape: [values.length], data: Float32Array.from(values) });
const ints = (...values: number[]): Tensor => ({ dtype: 'int32', shape: [values.length], data: Int32Array.from(values) });
const longs = (...values: number[]): Tensor => ({ dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, BigInt) });
const of = (found: Tensor, reference: Tensor) => compare(found, reference, DEFAULT_TOLERANCE);

test('floats are measured by the tolerance of their own size, or of a tenth of the largest', () => {
  assert.deepEqual(of(floats(1, 2), floats(1, 2)), { largest: 0, ofTolerance: 0, at: null });
  const { ofTolerance, at } = of(floats(100, 0.001), floats(100, 0));
  assert.ok(Math.abs(ofTolerance - 0.001 / (1e-5 + 1e-4 * 10)) < 1e-6);
  assert.equal(at, 1);
  assert.ok(of(floats(1.0002), floats(1)).ofTolerance > 1);
});

test('what is no number is equal only to the same', () => {
  assert.equal(of(floats(Number.NaN, Number.POSITIVE_INFINITY), floats(Number.NaN, Number.POSITIVE_INFINITY)).ofTolerance, 0);
  for (const [a, b] of [
    [Number.NaN, 1],
    [1, Number.NaN],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [1, Number.POSITIVE_INFINITY],
  ] as const)
    assert.equal(of(floats(a), floats(b)).ofTolerance, Number.POSITIVE_INFINITY);
});

test('integers are equal or not, whatever holds them; another shape is apart', () => {
  assert.equal(of(ints(1, 2), longs(1, 2)).ofTolerance, 0);
  assert.deepEqual(of(ints(1, 2), ints(1, 3)), { largest: Number.POSITIVE_INFINITY, ofTolerance: Number.POSITIVE_INFINITY, at: 1 });
  assert.equal(of(ints(1), floats(1)).ofTolerance, 0);
  assert.equal(of(floats(1, 2), floats(1)).ofTolerance, Number.POSITIVE_INFINITY);
});
