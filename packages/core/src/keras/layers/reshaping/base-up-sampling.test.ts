import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { upSampling1d } from './up-sampling1d.ts';
import { upSampling2d } from './up-sampling2d.ts';
import { upSampling3d } from './up-sampling3d.ts';

const image = [{ dims: ['batch', 5, 'width', 3] }];

test('UpSampling repeats its cells, twice unless the file says otherwise', () => {
  assert.equal(lowerLayer(upSampling1d, {}, [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'] }]).dims, 'batch,2*time,3');
  assert.equal(lowerLayer(upSampling2d, { size: [3, 2] }, image).dims, 'batch,15,2*width,3');
  assert.equal(lowerLayer(upSampling3d, { size: 2, data_format: 'channels_first' }, [{ dims: ['batch', 3, 1, 2, 3] }]).dims, 'batch,3,2,4,6');
  assert.equal(lowerLayer(upSampling1d, {}, [{ dims: ['batch', 4, 3], mask: ['batch', 4] }]).values[0]?.mask, undefined);
});

test('UpSampling2D is bilinear with the centre of pixels at a half', () => {
  const resized = lowerLayer(upSampling2d, { interpolation: 'bilinear' }, image);
  assert.equal(attributeOf(resized, 'Resize', 'coordinate_transformation_mode'), 'half_pixel');
});

for (const [why, config, code] of [
  ['area', { interpolation: 'area' }, 'HG_ARTIFACT_FIELD'],
  ['gaussian', { interpolation: 'gaussian' }, 'HG_ARTIFACT_FIELD'],
  ['interpolation null', { interpolation: null }, 'HG_ARTIFACT_FIELD'],
  ['a size of 0', { size: 0 }, 'HG_ARTIFACT_FIELD'],
  ['three sizes', { size: [1, 2, 3] }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`UpSampling2D refuses ${why}`, () => {
    assert.throws(() => lowerLayer(upSampling2d, config, image), { code });
  });

test('UpSampling2D refuses bilinear whole numbers, which Keras cuts off', () => {
  const whole = [{ dims: ['batch', 5, 6, 3], dtype: 'uint8' as const }];
  assert.equal(lowerLayer(upSampling2d, {}, whole).values[0]?.dtype, 'uint8');
  assert.throws(() => lowerLayer(upSampling2d, { interpolation: 'bilinear' }, whole), { code: 'HG_UNSUPPORTED_DTYPE' });
});
