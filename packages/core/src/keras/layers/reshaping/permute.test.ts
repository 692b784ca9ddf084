import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { permute } from './permute.ts';

const input = [{ dims: ['batch', 2, 3, 4], mask: ['batch', 2] }];

test('Permute counts the axes behind the batch from 1, and lets its mask go', () => {
  const moved = lowerLayer(permute, { dims: [3, 1, 2] }, input);
  assert.equal(moved.dims, 'batch,4,2,3');
  assert.equal(moved.values[0]?.mask, undefined);
});

for (const dims of [[0, 1, 2], [1, 1, 2], [1, 2, 4], [], null, 3, ['1', 2, 3]])
  test(`Permute refuses ${JSON.stringify(dims)}`, () => {
    assert.throws(() => lowerLayer(permute, { dims }, input), { code: 'HG_ARTIFACT_FIELD' });
  });

test('Permute refuses another rank', () => {
  assert.throws(() => lowerLayer(permute, { dims: [2, 1] }, input), { code: 'HG_ARTIFACT_SHAPE' });
});
