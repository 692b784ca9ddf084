import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { separableConv1d } from './separable-conv1d.ts';
import { separableConv2d } from './separable-conv2d.ts';

test('SeparableConv2D is a depthwise convolution and one of window 1', () => {
  const config = { filters: 5, kernel_size: 3, depth_multiplier: 2, padding: 'same', strides: 2 };
  const conv = lowerLayer(separableConv2d, config, [{ dims: ['batch', 7, 8, 3] }], [[3, 3, 3, 2], [1, 1, 6, 5], [5]]);
  assert.equal(conv.dims, 'batch,4,4,5');
  assert.deepEqual(conv.ops, ['Transpose', 'Conv', 'Conv', 'Transpose']);
  assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), [1, 0, 1, 1]);
});

test('SeparableConv1D refuses the padding "causal" of Keras 2, and a missing bias', () => {
  const input = [{ dims: ['batch', 8, 3] }];
  const weights = [[3, 3, 1], [1, 3, 5], [5]];
  assert.throws(() => lowerLayer(separableConv1d, { filters: 5, kernel_size: 3, padding: 'causal' }, input, weights), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(separableConv1d, { filters: 5, kernel_size: 3 }, input, weights.slice(0, 2)), { code: 'HG_ARTIFACT_WEIGHTS' });
});
