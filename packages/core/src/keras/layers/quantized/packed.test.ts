import assert from 'node:assert/strict';
import test from 'node:test';
import type { DType } from '../../../tensor/dtype.ts';
import type { Weight } from '../../weight.ts';
import { dequantized, unpacked, unpackedRows } from './packed.ts';

const weight = (dtype: DType, dims: readonly number[], array: Int8Array | Float32Array): Weight => ({
  dtype,
  dims,
  key: dtype,
  read: () => new Uint8Array(array.buffer),
});
const int8 = (dims: readonly number[], values: readonly (readonly number[])[]): Weight => weight('int8', dims, Int8Array.from(values.flat()));
const float = (dims: readonly number[], values: readonly (readonly number[])[]): Weight => weight('float32', dims, Float32Array.from(values.flat()));
const whole = (found: Weight): number[] => [...new Int8Array(new Uint8Array(found.read()).buffer)];

/** From Keras 3.15.1: an array, as `pack_int4` packs it, and what `dequantize_with_sz_map` makes of it. */
const VALUES = [
  [4, -7, -6, -5, -6],
  [4, 5, 1, -8, -7],
  [-3, -2, 1, -1, -4],
];

test('two int4 lie in one byte, along the last axis or the first', () => {
  const columns = int8(
    [3, 3],
    [
      [-108, -70, 10],
      [84, -127, 9],
      [-19, -15, 12],
    ],
  );
  const rows = int8(
    [2, 5],
    [
      [68, 89, 26, -117, -102],
      [13, 14, 1, 15, 12],
    ],
  );
  assert.deepEqual(whole(unpacked(columns, 5)), VALUES.flat());
  assert.deepEqual(whole(unpackedRows(rows, 3)), VALUES.flat());
});

const SCALE = [
  [0.5, 0.25, 2, 1, 0.125],
  [1, 2, 0.5, 0.25, 3],
];
const ZERO = [
  [-6, 3, 3, -8, -7],
  [-1, -2, 6, 0, -2],
];

test('groups of rows have scales and zero points of their own', () => {
  const by = { scale: float([2, 5], SCALE), zero: int8([2, 5], ZERO), groups: float([3], [[0, 0, 1]]), along: 0 } as const;
  const found = new Float32Array(new Uint8Array(dequantized(int8([3, 5], VALUES), by).read()).buffer);
  assert.deepEqual([...found], [5, -2.5, -18, 3, 0.125, 5, 0.5, -4, 0, 0, -2, 0, -2.5, -0.25, -6]);
});

for (const group of [2, -1, Number.NaN, 1e30])
  test(`refuses the group ${group} where there are two`, () => {
    const by = { scale: float([2, 5], SCALE), zero: int8([2, 5], ZERO), groups: float([3], [[0, group, 1]]), along: 0 } as const;
    assert.throws(() => dequantized(int8([3, 5], VALUES), by).read(), { code: 'HG_ARTIFACT_WEIGHTS' });
  });
