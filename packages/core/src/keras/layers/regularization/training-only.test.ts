import assert from 'node:assert/strict';
import { test } from 'node:test';
import { identity } from '../core/identity.ts';
import { lowerLayer } from '../layers.testing.ts';
import { activityRegularization } from './activity-regularization.ts';
import { alphaDropout } from './alpha-dropout.ts';
import { dropout } from './dropout.ts';
import { gaussianDropout } from './gaussian-dropout.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { spatialDropout1d } from './spatial-dropout1d.ts';
import { spatialDropout2d } from './spatial-dropout2d.ts';
import { spatialDropout3d } from './spatial-dropout3d.ts';

const dropping = [alphaDropout, dropout, gaussianDropout, spatialDropout1d, spatialDropout2d, spatialDropout3d];

for (const layer of [...dropping, activityRegularization, gaussianNoise, identity])
  test(`${layer.keras} hands on its input as it is, mask and type and all`, () => {
    const config = dropping.includes(layer) ? { rate: 0.5, seed: 1 } : layer === gaussianNoise ? { stddev: 0.5, seed: null } : {};
    const { inputs, values, nodes } = lowerLayer(layer, config, [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'], dtype: 'int32' }]);
    assert.deepEqual(values, inputs);
    assert.deepEqual(nodes, []);
  });

for (const layer of dropping)
  test(`${layer.keras} refuses a rate that is none`, () => {
    for (const rate of [null, '0.5', -0.1, 1.1, true])
      assert.throws(() => lowerLayer(layer, { rate }, [{ dims: ['batch', 3] }]), { code: 'HG_ARTIFACT_FIELD' });
    assert.throws(() => lowerLayer(layer, {}, [{ dims: ['batch', 3] }]), { code: 'HG_ARTIFACT_FIELD' });
  });

test('SpatialDropout2D knows where channels may stand, and Dropout what shapes its noise', () => {
  const input = [{ dims: ['batch', 4, 5, 3] }];
  lowerLayer(spatialDropout2d, { rate: 0.5, data_format: 'channels_first' }, input);
  lowerLayer(dropout, { rate: 0.5, noise_shape: [null, 1, 1, 3] }, input);
  assert.throws(() => lowerLayer(spatialDropout2d, { rate: 0.5, data_format: 'first' }, input), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(gaussianNoise, { stddev: -1 }, input), { code: 'HG_ARTIFACT_FIELD' });
});
