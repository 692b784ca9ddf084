import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { masking } from './masking.ts';

test('Masking makes a mask of its own, whatever came in', () => {
  const { inputs, values, dims } = lowerLayer(masking, { mask_value: -1 }, [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'] }]);
  assert.equal(dims, 'batch,time,3');
  assert.notEqual(values[0]?.mask?.id, inputs[0]?.mask?.id);
  assert.equal(values[0]?.mask?.dims.length, 2);
});

test('Masking refuses a mask value that is no number', () => {
  assert.throws(() => lowerLayer(masking, { mask_value: { class_name: '__tensor__', config: {} } }, [{ dims: ['batch', 3, 3] }]), {
    code: 'HG_ARTIFACT_FIELD',
  });
});
