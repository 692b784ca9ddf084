import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { relu } from './relu.ts';

const ops = (config: Record<string, number | null>): readonly string[] => lowerLayer(relu, config, [{ dims: ['batch', 3] }]).ops;

test('ReLU takes the steps that its config asks for', () => {
  assert.deepEqual(ops({}), ['Relu']);
  assert.deepEqual(ops({ max_value: 6 }), ['Relu', 'Min']);
  assert.deepEqual(ops({ negative_slope: 0.1 }), ['LeakyRelu']);
  assert.deepEqual(ops({ max_value: null, threshold: 1 }), ['Greater', 'Where']);
  assert.deepEqual(ops({ max_value: 2, negative_slope: 0.1, threshold: 1 }), ['Greater', 'Where', 'Min', 'Sub', 'Relu', 'Mul', 'Sub']);
});

for (const config of [{ max_value: -1 }, { negative_slope: -0.1 }, { negative_slope: null }, { threshold: -1 }, { threshold: null }])
  test(`ReLU refuses ${JSON.stringify(config)}, as Keras does`, () => {
    assert.throws(() => ops(config as Record<string, number>), { code: 'HG_ARTIFACT_FIELD' });
  });
