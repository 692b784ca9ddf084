import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { repeatVector } from './repeat-vector.ts';

test('RepeatVector makes a sequence of one vector', () => {
  assert.equal(lowerLayer(repeatVector, { n: 4 }, [{ dims: ['batch', 3] }]).dims, 'batch,4,3');
});

test('RepeatVector refuses a count below 1, half a count, a flag, and another rank', () => {
  for (const n of [0, -1, 1.5, true, null, '4']) assert.throws(() => lowerLayer(repeatVector, { n }, [{ dims: ['batch', 3] }]), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(repeatVector, { n: 4 }, [{ dims: ['batch', 3, 3] }]), { code: 'HG_ARTIFACT_SHAPE' });
});
