import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { attributeOf, type Lowered, lowerLayer } from '../layers.testing.ts';
import { conv1dTranspose } from './conv1d-transpose.ts';
import { conv2dTranspose } from './conv2d-transpose.ts';

const run = (config: JsonObject, kernel: number, size: number | string = 5): Lowered =>
  lowerLayer(conv1dTranspose, { filters: 3, kernel_size: kernel, use_bias: false, ...config }, [{ dims: ['batch', size, 2] }], [[kernel, 3, 2]]);

/** Sizes as Keras 3.15 answers over 5 steps. */
for (const [config, kernel, size] of [
  [{ strides: 2 }, 3, 11],
  [{ strides: 4 }, 2, 20],
  [{ strides: 3, output_padding: 0 }, 2, 14],
  [{ strides: 3, output_padding: 2 }, 3, 17],
  [{ strides: 2, padding: 'same' }, 3, 10],
  [{ strides: 4, padding: 'same' }, 2, 20],
  [{ strides: 2, padding: 'same', output_padding: 1 }, 4, 9],
  [{ strides: 2, padding: 'same', output_padding: 1 }, 3, 10],
  [{ strides: 2, padding: 'same', output_padding: 0 }, 3, 9],
  [{ dilation_rate: 2 }, 3, 9],
  [{ dilation_rate: 2, padding: 'same' }, 3, 5],
] as const)
  test(`Conv1DTranspose of window ${kernel} with ${JSON.stringify(config)} makes ${size} of 5 steps`, () => {
    assert.equal(run(config, kernel).dims, `batch,${size},3`);
  });

test('the odd cell that "same" leaves out is left out at the end, and sizes may be unknown', () => {
  const conv = run({ strides: 1, padding: 'same' }, 4, 'time');
  assert.equal(conv.dims, 'batch,time,3');
  assert.deepEqual(attributeOf(conv, 'ConvTranspose', 'pads'), [1, 2]);
  assert.deepEqual(attributeOf(run({ strides: 3 }, 2), 'ConvTranspose', 'output_padding'), [1]);
});

test('the kernel goes from [window, filters, channels] to [channels, filters, window]', () => {
  const kernel = run({}, 3).constants.find(({ value }) => value.dims.length === 3);
  assert.deepEqual(kernel?.value.dims, [2, 3, 3]);
  assert.deepEqual([...new Float32Array(kernel?.read().slice().buffer ?? new ArrayBuffer(0)).subarray(0, 4)], [0, 6, 12, 2]);
});

for (const [why, config, code] of [
  ['an output padding as long as the stride', { strides: 2, output_padding: 2 }, 'HG_ARTIFACT_FIELD'],
  ['an even window, "same" and an output padding of 0', { kernel_size: 4, strides: 2, padding: 'same', output_padding: 0 }, 'HG_ARTIFACT_SHAPE'],
  ['strides and dilations together', { strides: 2, dilation_rate: 2 }, 'HG_ARTIFACT_FIELD'],
  ['several groups', { groups: 2 }, 'HG_UNSUPPORTED_FIELD'],
  ['padding "causal"', { padding: 'causal' }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`Conv1DTranspose refuses ${why}`, () => {
    assert.throws(() => run(config, 'kernel_size' in config ? config.kernel_size : 3), { code });
  });

test('Conv2DTranspose refuses channels first where Keras adds the bias along the width', () => {
  const config = { filters: 6, kernel_size: 1, data_format: 'channels_first' };
  const weights = [[1, 1, 6, 2], [6]];
  assert.throws(() => lowerLayer(conv2dTranspose, config, [{ dims: ['batch', 2, 8, 6] }], weights), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.equal(lowerLayer(conv2dTranspose, config, [{ dims: ['batch', 2, 8, 7] }], weights).dims, 'batch,6,8,7');
});
