import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import { lowerOperation, type TestTensor } from '../ops/operations.testing.ts';
import { resize } from '../ops/resize.ts';

const run = (config: JsonObject, dims: readonly (number | string)[], dtype: TestTensor['dtype'] = 'float32') =>
  lowerOperation(resize, [{ dims, dtype }], config);

test('an image gets the size that was asked for, whether its own is known or not', () => {
  for (const interpolation of ['bilinear', 'nearest', 'bicubic', 'lanczos3', 'lanczos5', 'area']) {
    assert.equal(run({ size: [4, 7], interpolation }, ['batch', 9, 8, 3]).dims, 'batch,4,7,3');
    assert.equal(run({ size: [4, 7], interpolation, crop_to_aspect_ratio: true }, ['batch', 'high', 'wide', 3]).dims, 'batch,4,7,3');
    assert.equal(run({ size: [4, 7], interpolation, pad_to_aspect_ratio: true, data_format: 'channels_first' }, [3, 'high', 8]).dims, '3,4,7');
  }
});

test('an image that has the size already comes back as it is', () => {
  assert.deepEqual(
    run({ size: [4, 7], interpolation: 'lanczos3' }, ['batch', 4, 7, 3]).ops.filter((op) => op !== 'Transpose' && op !== 'Identity'),
    [],
  );
});

for (const [config, dims, dtype, code] of [
  [{ size: [4, 7, 2] }, ['b', 9, 8, 3], 'float32', 'HG_ARTIFACT_FIELD'],
  [{ size: [4, 0] }, ['b', 9, 8, 3], 'float32', 'HG_ARTIFACT_FIELD'],
  [{ size: [4, 7], interpolation: 'gaussian' }, ['b', 9, 8, 3], 'float32', 'HG_ARTIFACT_FIELD'],
  [{ size: [4, 7], fill_mode: 'reflect' }, ['b', 9, 8, 3], 'float32', 'HG_ARTIFACT_FIELD'],
  [{ size: [4, 7], crop_to_aspect_ratio: true, pad_to_aspect_ratio: true }, ['b', 9, 8, 3], 'float32', 'HG_ARTIFACT_FIELD'],
  [{ size: [4, 7] }, ['b', 9], 'float32', 'HG_ARTIFACT_SHAPE'],
  [{ size: [4, 7], interpolation: 'bicubic' }, ['b', 9, 8, 3], 'uint8', 'HG_UNSUPPORTED_DTYPE'],
  [{ size: [4, 7], pad_to_aspect_ratio: true }, ['b', 9, 8, 3], 'uint8', 'HG_UNSUPPORTED_DTYPE'],
  [{ size: [4, 7] }, ['b', 9, 8, 3], 'int64', 'HG_UNSUPPORTED_DTYPE'],
] as readonly (readonly [JsonObject, readonly (number | string)[], TestTensor['dtype'], string])[])
  test(`a resize refuses ${JSON.stringify(config)} on ${dtype} of ${dims.join()}`, () => assert.throws(() => run(config, dims, dtype), { code }));
