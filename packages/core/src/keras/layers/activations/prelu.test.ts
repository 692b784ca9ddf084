import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { prelu } from './prelu.ts';

const image = [{ dims: ['batch', 'height', 4, 2] }];

test('PReLU has one alpha for all along shared axes', () => {
  assert.deepEqual(lowerLayer(prelu, { shared_axes: [1] }, image, [[1, 4, 2]]).ops, ['PRelu']);
  assert.deepEqual(lowerLayer(prelu, { shared_axes: [1, 2, 3] }, image, [[1, 1, 1]]).ops, ['PRelu']);
});

test('PReLU refuses an axis that only a call decides unless it is shared, and one that is not there', () => {
  assert.throws(() => lowerLayer(prelu, { shared_axes: null }, image), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(prelu, { shared_axes: [1, 9] }, image), { code: 'HG_ARTIFACT_SHAPE' });
});
