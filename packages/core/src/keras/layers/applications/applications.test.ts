import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { customScaleLayer } from './custom-scale-layer.ts';
import { layerScale } from './layer-scale.ts';
import { stochasticDepth } from './stochastic-depth.ts';

const image = { dims: ['batch', 5, 6, 3] };

test('CustomScaleLayer adds a share of its second input, and refuses one input or three', () => {
  assert.deepEqual(lowerLayer(customScaleLayer, { scale: 0.17 }, [image, image]).ops, ['Mul', 'Add']);
  assert.throws(() => lowerLayer(customScaleLayer, { scale: 1 }, [image]), { code: 'HG_ARTIFACT_GRAPH' });
  assert.throws(() => lowerLayer(customScaleLayer, { scale: 1 }, [image, image, image]), { code: 'HG_ARTIFACT_GRAPH' });
  assert.throws(() => lowerLayer(customScaleLayer, { scale: '1' }, [image, image]), { code: 'HG_ARTIFACT_FIELD' });
});

test('LayerScale has a number for each channel', () => {
  assert.deepEqual(lowerLayer(layerScale, { init_values: 1e-6, projection_dim: 3 }, [image], [[3]]).ops, ['Mul']);
  assert.throws(() => lowerLayer(layerScale, { init_values: 1e-6, projection_dim: 4 }, [image], [[3]]), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('StochasticDepth hands its input on', () => {
  assert.deepEqual(lowerLayer(stochasticDepth, { drop_path_rate: 0.1 }, [image]).ops, ['Identity']);
  assert.throws(() => lowerLayer(stochasticDepth, { drop_path_rate: 2 }, [image]), { code: 'HG_ARTIFACT_FIELD' });
});
