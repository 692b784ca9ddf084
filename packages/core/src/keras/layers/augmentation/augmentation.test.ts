import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYERS } from '../index.ts';
import { attributeOf, lowerLayer, type TestInput } from '../layers.testing.ts';
import { autoContrast } from './auto-contrast.ts';
import { contrastLimitedAdaptiveHistogramEqualization as clahe } from './contrast-limited-adaptive-histogram-equalization.ts';
import { randomCrop } from './random-crop.ts';
import { randomFlip } from './random-flip.ts';

const images: TestInput = { dims: ['batch', 6, 7, 3], mask: ['batch', 6] };

/** As measured with Keras 3.15.1: `predict` gives back what it was given, as floats. */
const IDLE =
  'AugMix CutMix Equalization MaxNumBoundingBoxes MixUp RandAugment RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomElasticTransform ' +
  'RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation ' +
  'RandomSharpness RandomShear RandomTranslation RandomZoom Solarization';

for (const name of IDLE.split(' '))
  test(`${name} gives its images back at inference, as floats and without a mask`, () => {
    const definition = LAYERS.get(name);
    assert.ok(definition);
    assert.deepEqual(lowerLayer(definition, {}, [images]).ops, ['Identity']);
    assert.equal(lowerLayer(definition, {}, [images]).values[0]?.mask, undefined);
    assert.equal(lowerLayer(definition, {}, [{ ...images, dtype: 'uint8' }]).values[0]?.dtype, 'float32');
    assert.throws(() => lowerLayer(definition, {}, [images], {}, 'float32', { writer: 2, kwargs: { training: true } }), { code: 'HG_UNSUPPORTED_FIELD' });
    assert.throws(() => lowerLayer(definition, { surprise: 1 }, [images]), { code: 'HG_ARTIFACT_FIELD' });
  });

test('an augmentation refuses what is no image', () => {
  assert.throws(() => lowerLayer(randomFlip, {}, [{ dims: ['batch', 3] }]), { code: 'HG_ARTIFACT_SHAPE' });
});

test('RandomCrop is refused unless its images have the size that it says', () => {
  const crop = (height: number, width: number, dims: TestInput['dims'] = images.dims, more = {}) =>
    lowerLayer(randomCrop, { height, width, ...more }, [{ dims }]);
  assert.equal(crop(6, 7).dims, 'batch,6,7,3');
  assert.equal(crop(6, 7, ['batch', 3, 6, 7], { data_format: 'channels_first' }).dims, 'batch,3,6,7');
  for (const refused of [() => crop(5, 7), () => crop(6, 8), () => crop(6, 7, ['batch', 'rows', 7, 3])])
    assert.throws(refused, { code: 'HG_UNSUPPORTED_FIELD' });
});

test('contrast layers refuse ranges that are none, and images of unknown or too many pixels', () => {
  for (const value_range of [[1, 1], [0], 'all', [0, null], [0, 1, 2]])
    assert.throws(() => lowerLayer(autoContrast, { value_range }, [images]), { code: 'HG_ARTIFACT_FIELD' });
  const of = (...dims: (number | string)[]) => lowerLayer(clahe, { tile_grid_size: 2 }, [{ dims }]);
  assert.equal(of('batch', 6, 7, 3).dims, 'batch,6,7,3');
  assert.equal(attributeOf(of('batch', 6, 7, 3), 'ScatterElements', 'reduction'), 'add');
  assert.throws(() => of('batch', 'rows', 7, 3), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => of('batch', 2 ** 20, 2 ** 20, 3), { code: 'HG_LIMIT_ACTIVATION' });
  assert.throws(() => lowerLayer(clahe, { tile_grid_size: [2 ** 30, 1] }, [images]), { code: 'HG_ARTIFACT_SHAPE' });
});
