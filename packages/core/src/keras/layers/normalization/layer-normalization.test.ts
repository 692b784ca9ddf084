import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { layerNormalization } from './layer-normalization.ts';

const image = [{ dims: ['batch', 5, 6, 3], mask: ['batch', 5, 6] }];

test('LayerNormalization works on the last axis by default, and hands its mask on', () => {
  const norm = lowerLayer(layerNormalization, {}, image, [[3], [3]]);
  assert.equal(norm.dims, 'batch,5,6,3');
  assert.equal(norm.values[0]?.mask, norm.inputs[0]?.mask);
});

test('LayerNormalization takes the shapes of its variables in the order of the sorted axes, -1 before 1', () => {
  lowerLayer(layerNormalization, { axis: [2, 1] }, image, [
    [5, 6],
    [5, 6],
  ]);
  lowerLayer(layerNormalization, { axis: [1, -1] }, image, [
    [3, 5],
    [3, 5],
  ]);
  assert.throws(
    () =>
      lowerLayer(layerNormalization, { axis: [1, -1] }, image, [
        [5, 3],
        [5, 3],
      ]),
    { code: 'HG_ARTIFACT_WEIGHTS' },
  );
});

test('LayerNormalization has no beta with rms_scaling, and gamma whatever scale says', () => {
  lowerLayer(layerNormalization, { rms_scaling: true, scale: false, center: true }, image, [[3]]);
  lowerLayer(layerNormalization, { scale: false, center: false }, image);
});

for (const [why, config, code] of [
  ['an axis twice', { axis: [1, -3] }, 'HG_ARTIFACT_SHAPE'],
  ['no axis', { axis: [] }, 'HG_ARTIFACT_SHAPE'],
  ['the batch', { axis: 0 }, 'HG_ARTIFACT_SHAPE'],
  ['an axis that is not there', { axis: 4 }, 'HG_ARTIFACT_SHAPE'],
  ['axis null', { axis: null }, 'HG_ARTIFACT_FIELD'],
  ['a negative epsilon', { epsilon: -1 }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`LayerNormalization refuses ${why}`, () => {
    assert.throws(() => lowerLayer(layerNormalization, { ...config, scale: false, center: false }, image), { code });
  });

test('LayerNormalization refuses whole numbers, which Keras would cut its answer to', () => {
  assert.throws(() => lowerLayer(layerNormalization, {}, [{ dims: ['batch', 3], dtype: 'int32' }], [[3], [3]]), { code: 'HG_UNSUPPORTED_DTYPE' });
});
