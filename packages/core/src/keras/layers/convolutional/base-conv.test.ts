import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { conv1d } from './conv1d.ts';
import { conv2d } from './conv2d.ts';
import { conv3d } from './conv3d.ts';

const image = [{ dims: ['batch', 7, 8, 2] }];
const kernel = [[3, 2, 2, 4], [4]];

test('Conv2D fills in what the file leaves out as Keras does', () => {
  const conv = lowerLayer(conv2d, { filters: 4, kernel_size: [3, 2] }, image, kernel);
  assert.equal(conv.dims, 'batch,5,7,4');
  assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), [0, 0, 0, 0]);
});

test('Conv2D turns its kernel from height, width, in, out to out, in, height, width', () => {
  const { constants } = lowerLayer(conv2d, { filters: 4, kernel_size: [3, 2] }, image, kernel);
  const weight = constants.find(({ value }) => value.dims.length === 4);
  assert.deepEqual(weight?.value.dims, [4, 2, 3, 2]);
  const elements = new Float32Array(weight?.read().slice().buffer ?? new ArrayBuffer(0));
  assert.deepEqual([...elements.subarray(0, 3)], [0, 8, 16]); // out 0, in 0, height 0: width 0 and 1, then height 1
});

// Expected pads are TensorFlow's (nn.html#notes_on_padding_2): the odd cell at the end.
for (const { size, stride, dilation, pads } of [
  { size: 7, stride: 2, dilation: 1, pads: [1, 1] },
  { size: 8, stride: 2, dilation: 1, pads: [0, 1] },
  { size: 8, stride: 5, dilation: 1, pads: [0, 0] },
  { size: 8, stride: 1, dilation: 3, pads: [3, 3] },
  { size: 'time', stride: 1, dilation: 2, pads: [2, 2] },
])
  test(`"same" over ${size} cells with stride ${stride} and dilation ${dilation} adds ${pads.join(' and ')}`, () => {
    const config = { filters: 1, kernel_size: 3, padding: 'same', strides: stride, dilation_rate: dilation };
    const conv = lowerLayer(conv1d, config, [{ dims: ['batch', size, 1] }], [[3, 1, 1], [1]]);
    assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), pads);
    assert.equal(attributeOf(conv, 'Conv', 'auto_pad'), undefined);
  });

test('"same" over a size that a call decides is left to ONNX Runtime', () => {
  const conv = lowerLayer(conv1d, { filters: 1, kernel_size: 3, padding: 'same', strides: 2 }, [{ dims: ['batch', 'time', 1] }], [[3, 1, 1], [1]]);
  assert.equal(attributeOf(conv, 'Conv', 'auto_pad'), 'SAME_UPPER');
  assert.equal(conv.dims, 'batch,floor((time + 1)/2),1');
});

test('Conv1D looks back in time with padding "causal"', () => {
  const conv = lowerLayer(conv1d, { filters: 1, kernel_size: 3, padding: 'causal', dilation_rate: 2 }, [{ dims: ['batch', 9, 1] }], [[3, 1, 1], [1]]);
  assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), [4, 0]);
  assert.equal(conv.dims, 'batch,9,1');
});

test('Conv3D knows groups and channels first', () => {
  const config = { filters: 4, kernel_size: 2, groups: 2, data_format: 'channels_first', use_bias: false };
  const conv = lowerLayer(conv3d, config, [{ dims: ['batch', 6, 4, 5, 6] }], [[2, 2, 2, 3, 4]]);
  assert.equal(conv.dims, 'batch,4,3,4,5');
  assert.deepEqual(conv.ops, ['Conv']);
});

test('Conv2D lets its mask go', () => {
  const [value] = lowerLayer(conv2d, { filters: 4, kernel_size: [3, 2] }, [{ dims: ['batch', 7, 8, 2], mask: ['batch', 7, 8] }], kernel).values;
  assert.equal(value?.mask, undefined);
});

for (const [why, config, code] of [
  ['no filters', { kernel_size: 3 }, 'HG_ARTIFACT_FIELD'],
  ['a kernel of another rank', { filters: 4, kernel_size: [3, 2, 2] }, 'HG_ARTIFACT_FIELD'],
  ['a kernel of 0', { filters: 4, kernel_size: 0 }, 'HG_ARTIFACT_FIELD'],
  ['a kernel past int32', { filters: 4, kernel_size: 2 ** 40 }, 'HG_ARTIFACT_FIELD'],
  ['padding "causal" in 2D', { filters: 4, kernel_size: 3, padding: 'causal' }, 'HG_ARTIFACT_FIELD'],
  ['strides null', { filters: 4, kernel_size: 3, strides: null }, 'HG_ARTIFACT_FIELD'],
  ['strides and dilations together', { filters: 4, kernel_size: 3, strides: 2, dilation_rate: 2 }, 'HG_ARTIFACT_FIELD'],
  ['groups that do not divide the filters', { filters: 4, kernel_size: 3, groups: 3 }, 'HG_ARTIFACT_FIELD'],
  ['a field of no Keras', { filters: 4, kernel_size: 3, backdoor: 1 }, 'HG_ARTIFACT_FIELD'],
  ['weights of another shape', { filters: 4, kernel_size: 3 }, 'HG_ARTIFACT_WEIGHTS'],
] as const)
  test(`Conv2D refuses ${why}`, () => {
    assert.throws(() => lowerLayer(conv2d, config, image, kernel), { code });
  });

test('Conv2D refuses whole numbers, a wrong rank, and a window wider than its input', () => {
  const config = { filters: 4, kernel_size: [3, 2] };
  assert.throws(() => lowerLayer(conv2d, config, [{ dims: ['batch', 7, 8, 2], dtype: 'uint8' }], kernel), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => lowerLayer(conv2d, config, [{ dims: ['batch', 7, 2] }], kernel), { code: /HG_ARTIFACT_(SHAPE|WEIGHTS)/ });
  assert.throws(() => lowerLayer(conv2d, config, [{ dims: ['batch', 2, 8, 2] }], kernel), { code: 'HG_ARTIFACT_SHAPE' });
});

test('Conv2D refuses channels first where Keras adds the bias along the width', () => {
  const config = { filters: 4, kernel_size: 3, data_format: 'channels_first' };
  const weights = [[3, 3, 2, 4], [4]];
  const wide = (width: number | string) => lowerLayer(conv2d, config, [{ dims: ['batch', 2, 8, width] }], weights);
  assert.throws(() => wide(6), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.deepEqual(wide(7).ops, ['Conv']);
  assert.deepEqual(wide('width').guards, ['HG_INPUT_SHAPE']);
  assert.equal(lowerLayer(conv2d, { ...config, use_bias: false }, [{ dims: ['batch', 2, 8, 6] }], weights.slice(0, 1)).dims, 'batch,4,6,4');
});

test('"same" over a size that a call decides is computed where ONNX Runtime would cut cells off', () => {
  const config = { filters: 1, kernel_size: 2, padding: 'same', strides: 3 };
  const conv = lowerLayer(conv1d, config, [{ dims: ['batch', 'time', 1] }], [[2, 1, 1], [1]]);
  assert.equal(conv.dims, 'batch,floor((time + 2)/3),1');
  assert.deepEqual(attributeOf(conv, 'Conv', 'pads'), [0, 0]);
  assert.ok(conv.ops.includes('Pad'));
  assert.deepEqual(attributeOf(lowerLayer(conv1d, config, [{ dims: ['batch', 8, 1] }], [[2, 1, 1], [1]]), 'Conv', 'pads'), [0, 0]);
});
