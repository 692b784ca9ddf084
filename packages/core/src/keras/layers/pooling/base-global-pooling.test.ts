import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { globalAveragePooling2d } from './global-average-pooling2d.ts';
import { globalMaxPooling1d } from './global-max-pooling1d.ts';
import { globalMaxPooling3d } from './global-max-pooling3d.ts';

test('a global pooling leaves the batch and the channels, and axes of 1 where it keeps them', () => {
  assert.equal(lowerLayer(globalMaxPooling3d, {}, [{ dims: ['batch', 4, 'rows', 6, 3] }]).dims, 'batch,3');
  assert.equal(lowerLayer(globalMaxPooling3d, { keepdims: true }, [{ dims: ['batch', 4, 'rows', 6, 3] }]).dims, 'batch,1,1,1,3');
  assert.equal(lowerLayer(globalAveragePooling2d, { data_format: 'channels_first' }, [{ dims: ['batch', 3, 4, 5] }]).dims, 'batch,3');
});

test('the mean of whole numbers is a float, their maximum stays what it is', () => {
  assert.equal(lowerLayer(globalAveragePooling2d, {}, [{ dims: ['batch', 4, 5, 3], dtype: 'uint8' }]).values[0]?.dtype, 'float32');
  assert.equal(lowerLayer(globalMaxPooling1d, {}, [{ dims: ['batch', 4, 3], dtype: 'int32' }]).values[0]?.dtype, 'int32');
});

test('compiler/nan: the greatest of numbers with a NaN among them is computed as one, which ReduceMax of ONNX Runtime passes over', () => {
  const { ops } = lowerLayer(globalMaxPooling3d, {}, [{ dims: ['batch', 4, 5, 6, 3] }]);
  assert.deepEqual([ops.includes('IsNaN'), ops.at(-1)], [true, 'Where']);
});

test('GlobalMaxPooling1D does not see its mask, and hands on none', () => {
  const pool = lowerLayer(globalMaxPooling1d, {}, [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'] }]);
  assert.deepEqual(pool.ops, ['ReduceMax', 'IsNaN', 'Cast', 'ReduceMax', 'Cast', 'Where']);
  assert.equal(pool.values[0]?.mask, undefined);
});

test('a global pooling refuses what Keras or ONNX Runtime cannot take', () => {
  const input = [{ dims: ['batch', 4, 3] }];
  assert.throws(() => lowerLayer(globalMaxPooling1d, { keepdims: null }, input), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(globalMaxPooling1d, { data_format: 'channels' }, input), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(globalMaxPooling1d, {}, [{ dims: ['batch', 4, 3], dtype: 'uint16' }]), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => lowerLayer(globalMaxPooling1d, {}, [{ dims: ['batch', 4] }]), { code: 'HG_ARTIFACT_SHAPE' });
});
