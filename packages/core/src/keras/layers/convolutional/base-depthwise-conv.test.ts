import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { depthwiseConv1d } from './depthwise-conv1d.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';

test('DepthwiseConv2D gives each channel filters of its own', () => {
  const config = { kernel_size: [2, 3], depth_multiplier: 2, groups: 1 };
  const conv = lowerLayer(depthwiseConv2d, config, [{ dims: ['batch', 7, 8, 3] }], [[2, 3, 3, 2], [6]]);
  assert.equal(conv.dims, 'batch,6,6,6');
  assert.equal(attributeOf(conv, 'Conv', 'group'), 3);
  const kernel = conv.constants.find(({ value }) => value.dims.length === 4);
  assert.deepEqual(kernel?.value.dims, [6, 1, 2, 3]);
  // Of [height, width, channel, filter], channel 0 with filter 0 is 0, 6, 12, …; output channel 1 is filter 1 of channel 0.
  const elements = new Float32Array(kernel?.read().slice().buffer ?? new ArrayBuffer(0));
  assert.deepEqual([...elements.subarray(0, 7)], [0, 6, 12, 18, 24, 30, 1]);
});

test('DepthwiseConv1D takes strides and dilations together for a known size, and for one that a call decides', () => {
  const config = { kernel_size: 3, strides: 2, dilation_rate: 2, padding: 'same' };
  const conv = lowerLayer(depthwiseConv1d, config, [{ dims: ['batch', 8, 3] }], [[3, 3, 1], [3]]);
  assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), [1, 2]);
  const open = lowerLayer(depthwiseConv1d, config, [{ dims: ['batch', 'time', 3] }], [[3, 3, 1], [3]]);
  assert.equal(open.dims, 'batch,floor((time + 1)/2),3');
  assert.ok(open.ops.includes('Pad'));
});

for (const [why, config, code] of [
  ['several groups', { kernel_size: 3, groups: 2 }, 'HG_UNSUPPORTED_FIELD'],
  ['padding "causal"', { kernel_size: 3, padding: 'causal' }, 'HG_ARTIFACT_FIELD'],
  ['a multiplier of 0', { kernel_size: 3, depth_multiplier: 0 }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`DepthwiseConv1D refuses ${why}`, () => {
    assert.throws(() => lowerLayer(depthwiseConv1d, config, [{ dims: ['batch', 8, 3] }], [[3, 3, 1], [3]]), { code });
  });
