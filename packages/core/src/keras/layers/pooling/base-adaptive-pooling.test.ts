import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { adaptiveAveragePooling1d } from './adaptive-average-pooling1d.ts';
import { adaptiveMaxPooling2d } from './adaptive-max-pooling2d.ts';

test('an adaptive pooling makes the cells that it is asked for, whole windows as one pooling', () => {
  const pool = lowerLayer(adaptiveAveragePooling1d, { output_size: [4] }, [{ dims: ['batch', 12, 3] }]);
  assert.equal(pool.dims, 'batch,4,3');
  assert.deepEqual(attributeOf(pool, 'AveragePool', 'kernel_shape'), [3]);
  assert.equal(pool.ops.includes('Gather'), false);
});

test('windows of two sizes are two poolings; fewer cells than asked are repeated', () => {
  // 7 cells of 10: windows of 2 and 3.
  const pool = lowerLayer(adaptiveAveragePooling1d, { output_size: [7] }, [{ dims: ['batch', 10, 3] }]);
  assert.deepEqual(pool.ops, ['Transpose', 'AveragePool', 'AveragePool', 'Concat', 'Gather', 'Transpose']);
  const wide = lowerLayer(adaptiveMaxPooling2d, { output_size: 9, data_format: 'channels_first' }, [{ dims: ['batch', 2, 5, 9] }]);
  assert.equal(wide.dims, 'batch,2,9,9');
});

test('an adaptive pooling refuses unknown sizes, no cells, and whole numbers', () => {
  const config = { output_size: [3] };
  assert.throws(() => lowerLayer(adaptiveAveragePooling1d, config, [{ dims: ['batch', 'time', 3] }]), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(adaptiveAveragePooling1d, { output_size: [0] }, [{ dims: ['batch', 5, 3] }]), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(adaptiveAveragePooling1d, config, [{ dims: ['batch', 5, 3], dtype: 'int32' }]), { code: 'HG_UNSUPPORTED_DTYPE' });
});

test('compiler/cells: a pooling lists no more cells than 65536, whatever the file says', () => {
  for (const cells of [2 ** 17])
    assert.throws(() => lowerLayer(adaptiveAveragePooling1d, { output_size: cells }, [{ dims: ['batch', 10, 3] }]), { code: 'HG_ARTIFACT_FIELD' });
});
