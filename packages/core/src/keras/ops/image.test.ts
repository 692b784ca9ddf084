import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { AnyOperation } from '../define-operation.ts';
import { affineTransform } from './affine-transform.ts';
import { cropImages } from './crop-images.ts';
import { extractPatches } from './extract-patches.ts';
import { gaussianBlur } from './gaussian-blur.ts';
import { mapCoordinates } from './map-coordinates.ts';
import { lowerOperation, type TestTensor } from './operations.testing.ts';
import { padImages } from './pad-images.ts';
import { rgbToGrayscale } from './rgb-to-grayscale.ts';
import { rgbToHsv } from './rgb-to-hsv.ts';
import { sobelEdges } from './sobel-edges.ts';
import { ssim } from './ssim.ts';

const of = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes });
const dims = (operation: AnyOperation, config: JsonObject, ...inputs: readonly TestTensor[]): string => lowerOperation(operation, inputs, config).dims;

test('images keep their place in a batch, and one alone stays alone', () => {
  assert.equal(dims(rgbToGrayscale, {}, of('batch', 'high', 5, 3)), 'batch,high,5,1');
  assert.equal(dims(rgbToHsv, { data_format: 'channels_first' }, of(3, 4, 5)), '3,4,5');
  assert.equal(dims(sobelEdges, {}, of('batch', 'high', 7, 2)), 'batch,high,7,2,2');
  assert.equal(dims(ssim, { filter_size: 3 }, of('batch', 6, 7, 2), of('batch', 6, 7, 2)), 'batch');
  assert.equal(dims(extractPatches, { size: [2, 3], strides: null }, of('batch', 6, 6, 2)), 'batch,3,2,12');
  assert.equal(dims(mapCoordinates, { order: 1 }, of(4, 5), of(2, 3, 'n')), '3,n');
});

test('edges follow from two of three', () => {
  const crop = { top_cropping: 1, bottom_cropping: null, target_height: 3, left_cropping: 0, right_cropping: 2, target_width: null };
  assert.equal(dims(cropImages, crop, of('batch', 6, 'wide', 2)), 'batch,3,wide - 2,2');
  const pad = { top_padding: 1, bottom_padding: null, target_height: 9, left_padding: 0, right_padding: 2, target_width: null };
  assert.equal(dims(padImages, pad, of('batch', 6, 'wide', 2)), 'batch,9,wide + 2,2');
});

for (const [operation, config, inputs, code] of [
  [rgbToGrayscale, {}, [of('b', 4, 5, 2)], 'HG_ARTIFACT_SHAPE'],
  [rgbToGrayscale, {}, [{ dims: ['b', 4, 5, 3], dtype: 'uint8' }], 'HG_UNSUPPORTED_DTYPE'],
  [rgbToHsv, {}, [of('b', 4, 5, 1)], 'HG_ARTIFACT_SHAPE'],
  [sobelEdges, {}, [of(4, 5, 3)], 'HG_ARTIFACT_SHAPE'],
  [padImages, { top_padding: 1, left_padding: 1 }, [of('b', 4, 5, 2)], 'HG_ARTIFACT_FIELD'],
  [padImages, { top_padding: 3, target_height: 6, left_padding: 1, right_padding: 1 }, [of('b', 4, 5, 2)], 'HG_ARTIFACT_SHAPE'],
  [cropImages, { bottom_cropping: 3, target_height: 6, left_cropping: 1, right_cropping: 1 }, [of('b', 'high', 5, 2)], 'HG_UNSUPPORTED_FIELD'],
  [cropImages, { top_cropping: 3, target_height: 2, left_cropping: 1, right_cropping: 1 }, [of('b', 4, 5, 2)], 'HG_ARTIFACT_SHAPE'],
  [gaussianBlur, { kernel_size: [999, 999], sigma: [1, 1] }, [of('b', 4, 5, 2)], 'HG_UNSUPPORTED_FIELD'],
  [gaussianBlur, { kernel_size: [3, 3], sigma: [0, 1] }, [of('b', 4, 5, 2)], 'HG_ARTIFACT_FIELD'],
  [affineTransform, { fill_mode: 'mirror' }, [of('b', 4, 5, 2), of(8)], 'HG_ARTIFACT_FIELD'],
  [affineTransform, {}, [of('b', 4, 5, 2), of(6)], 'HG_ARTIFACT_SHAPE'],
  [mapCoordinates, { order: 2 }, [of(4, 5), of(2, 3)], 'HG_ARTIFACT_FIELD'],
  [mapCoordinates, { order: 1 }, [of(4, 5), of(3, 3)], 'HG_ARTIFACT_SHAPE'],
  [mapCoordinates, { order: 1 }, [of(2, 2, 2, 2, 2), of(5, 3)], 'HG_UNSUPPORTED_FIELD'],
] as readonly (readonly [AnyOperation, JsonObject, readonly TestTensor[], string])[])
  test(`${operation.keras} refuses ${JSON.stringify(config)} on ${JSON.stringify(inputs.map(({ dims }) => dims))}`, () => {
    assert.throws(() => lowerOperation(operation, inputs, config), { code });
  });
