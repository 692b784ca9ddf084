import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { globalAveragePooling1d } from './global-average-pooling1d.ts';

const time = ['batch', 'time', 3];

test('GlobalAveragePooling1D is a mean without a mask, and a sum over the steps that count with one', () => {
  assert.deepEqual(lowerLayer(globalAveragePooling1d, {}, [{ dims: time }]).ops, ['ReduceMean']);
  const masked = lowerLayer(globalAveragePooling1d, { keepdims: true }, [{ dims: time, mask: ['batch', 'time'] }]);
  assert.deepEqual(masked.ops, ['Unsqueeze', 'Where', 'ReduceSum', 'Cast', 'ReduceSum', 'Div']);
  assert.equal(masked.dims, 'batch,1,3');
  assert.equal(masked.values[0]?.mask, undefined);
});

test('GlobalAveragePooling1D refuses a mask of another rank', () => {
  assert.throws(() => lowerLayer(globalAveragePooling1d, {}, [{ dims: time, mask: ['batch'] }]), { code: 'HG_UNSUPPORTED_MASK' });
});
