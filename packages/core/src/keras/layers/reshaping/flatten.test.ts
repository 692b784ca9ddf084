import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { flatten } from './flatten.ts';

test('Flatten makes one axis of all but the batch, and lets its mask go', () => {
  const flat = lowerLayer(flatten, {}, [{ dims: ['batch', 5, 6], mask: ['batch', 5] }]);
  assert.equal(flat.dims, 'batch,30');
  assert.equal(flat.values[0]?.mask, undefined);
  assert.equal(lowerLayer(flatten, { data_format: null }, [{ dims: ['batch'] }]).dims, 'batch,1');
  assert.equal(lowerLayer(flatten, {}, [{ dims: ['batch', 'time', 6] }]).dims, 'batch,6*time');
});

test('Flatten moves channels that come first behind the spatial axes', () => {
  assert.deepEqual(lowerLayer(flatten, { data_format: 'channels_first' }, [{ dims: ['batch', 3, 5, 6] }]).ops, ['Transpose', 'Reshape']);
  assert.deepEqual(lowerLayer(flatten, {}, [{ dims: ['batch', 3, 5, 6] }]).ops, ['Reshape']);
});

test('Flatten refuses an order of axes that is none', () => {
  assert.throws(() => lowerLayer(flatten, { data_format: 3 }, [{ dims: ['batch', 5] }]), { code: 'HG_ARTIFACT_FIELD' });
});
