import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { groupNormalization } from './group-normalization.ts';
import { rmsNormalization } from './rms-normalization.ts';
import { unitNormalization } from './unit-normalization.ts';

const image = [{ dims: ['batch', 5, 6, 4], mask: ['batch', 5, 6] }];

test('group and unit normalization hand their mask on, that of the root mean square does not', () => {
  assert.equal(lowerLayer(groupNormalization, { groups: 2 }, image, [[4], [4]]).values[0]?.mask?.dims.length, 3);
  assert.equal(lowerLayer(unitNormalization, {}, image).values[0]?.mask?.dims.length, 3);
  assert.equal(lowerLayer(rmsNormalization, {}, image, [[4]]).values[0]?.mask, undefined);
});

test('RMSNormalization takes the shape of its scale in the order of the sorted axes, and refuses one that Keras could not multiply by', () => {
  lowerLayer(rmsNormalization, { axis: [3, 2] }, image, [[6, 4]]);
  assert.throws(() => lowerLayer(rmsNormalization, { axis: [1] }, image, [[5]]), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(rmsNormalization, { axis: 1 }, [{ dims: ['batch', 4, 1] }], [[4]]), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(rmsNormalization, { axis: [] }, image, [[]]), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(rmsNormalization, { axis: [3, -1] }, image, [[4, 4]]), { code: 'HG_ARTIFACT_SHAPE' });
});

for (const [why, config, code] of [
  ['groups that do not divide the channels', { groups: 3 }, 'HG_ARTIFACT_SHAPE'],
  ['more groups than channels', { groups: 32 }, 'HG_ARTIFACT_SHAPE'],
  ['no groups', { groups: 0 }, 'HG_ARTIFACT_FIELD'],
  ['the batch', { groups: 1, axis: 0 }, 'HG_ARTIFACT_SHAPE'],
  ['a list of axes, which Keras does not take', { groups: 1, axis: [-1] }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`GroupNormalization refuses ${why}`, () => {
    assert.throws(() => lowerLayer(groupNormalization, { ...config, scale: false, center: false }, image), { code });
  });

test('normalizations refuse whole numbers', () => {
  const whole = [{ dims: ['batch', 4], dtype: 'int32' as const }];
  assert.throws(() => lowerLayer(unitNormalization, {}, whole), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => lowerLayer(rmsNormalization, {}, whole, [[4]]), { code: 'HG_UNSUPPORTED_DTYPE' });
});
