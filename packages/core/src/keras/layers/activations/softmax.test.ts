import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { softmax } from './softmax.ts';

const x = [{ dims: ['batch', 4, 5] }];

test('Softmax is one operator over one axis, and written out over several', () => {
  assert.deepEqual(lowerLayer(softmax, {}, x).ops, ['Softmax']);
  assert.deepEqual(lowerLayer(softmax, { axis: [1] }, x).ops, ['Softmax']);
  assert.deepEqual(lowerLayer(softmax, { axis: [1, 2] }, x).ops, ['ReduceMax', 'Sub', 'Exp', 'ReduceSum', 'Div']);
});

test('Softmax fills before and zeroes after what its mask covers', () => {
  const masked = lowerLayer(softmax, {}, x, {}, 'float32', { kwargs: { mask: { dims: [4, 5], dtype: 'int32' } } });
  assert.deepEqual(masked.ops, ['Cast', 'Greater', 'Where', 'Softmax', 'Where']);
});

for (const [axis, code] of [
  [3, 'HG_ARTIFACT_SHAPE'],
  [[], 'HG_ARTIFACT_FIELD'],
  [[1, -2], 'HG_ARTIFACT_SHAPE'],
] as const)
  test(`Softmax refuses the axis ${JSON.stringify(axis)}`, () => {
    assert.throws(() => lowerLayer(softmax, { axis }, x), { code });
  });

test('Softmax refuses a mask that does not fit its last axes, as Keras does', () => {
  assert.throws(() => lowerLayer(softmax, {}, [{ dims: ['batch', 4, 5], mask: ['batch', 4] }]), { code: 'HG_ARTIFACT_SHAPE' });
});
