import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { averagePooling2d } from './average-pooling2d.ts';
import { maxPooling1d } from './max-pooling1d.ts';
import { maxPooling2d } from './max-pooling2d.ts';
import { maxPooling3d } from './max-pooling3d.ts';

const image = [{ dims: ['batch', 7, 8, 3] }];

test('MaxPooling2D takes its window as strides where the file has null or nothing', () => {
  for (const config of [{}, { pool_size: [2, 2], strides: null }, { pool_size: 2, strides: [2, 2] }])
    assert.deepEqual(attributeOf(lowerLayer(maxPooling2d, config, image), 'MaxPool', 'strides'), [2, 2]);
});

test('AveragePooling2D counts the cells that lie inside, and has no window of its own', () => {
  const pool = lowerLayer(averagePooling2d, { pool_size: 3, strides: 2, padding: 'same' }, image);
  assert.equal(attributeOf(pool, 'AveragePool', 'count_include_pad'), 0);
  assert.deepEqual(attributeOf(pool, 'AveragePool', 'pads'), [1, 0, 1, 1]);
  assert.equal(pool.dims, 'batch,4,4,3');
  assert.throws(() => lowerLayer(averagePooling2d, {}, image), { code: 'HG_ARTIFACT_FIELD' });
});

test('MaxPooling1D knows the remainder of a size such as 2 * time', () => {
  const even = lowerLayer(maxPooling1d, { pool_size: 3, strides: 2, padding: 'same' }, [{ dims: ['batch', 'time', 3] }]);
  assert.equal(attributeOf(even, 'MaxPool', 'auto_pad'), 'SAME_UPPER');
  assert.equal(even.dims, 'batch,floor((time + 1)/2),3');
});

test('MaxPooling3D keeps channels first as they are, and lets its mask go', () => {
  const pool = lowerLayer(maxPooling3d, { data_format: 'channels_first' }, [{ dims: ['batch', 3, 4, 5, 6], mask: ['batch', 3, 4, 5] }]);
  assert.deepEqual(pool.ops, ['MaxPool']);
  assert.equal(pool.dims, 'batch,3,2,2,3');
  assert.equal(pool.values[0]?.mask, undefined);
});

for (const [why, config, input, code] of [
  ['strides of 0', { strides: 0 }, image, 'HG_ARTIFACT_FIELD'],
  ['padding null', { padding: null }, image, 'HG_ARTIFACT_FIELD'],
  ['padding "causal"', { padding: 'causal' }, image, 'HG_ARTIFACT_FIELD'],
  ['a window wider than its input', { pool_size: 9 }, image, 'HG_ARTIFACT_SHAPE'],
  ['another rank', {}, [{ dims: ['batch', 7, 3] }], 'HG_ARTIFACT_SHAPE'],
  ['whole numbers', {}, [{ dims: ['batch', 7, 8, 3], dtype: 'int32' as const }], 'HG_UNSUPPORTED_DTYPE'],
] as const)
  test(`MaxPooling2D refuses ${why}`, () => {
    assert.throws(() => lowerLayer(maxPooling2d, config, input), { code });
  });
