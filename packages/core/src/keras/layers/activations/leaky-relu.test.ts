import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { leakyRelu } from './leaky-relu.ts';

const slope = (config: JsonObject): unknown => attributeOf(lowerLayer(leakyRelu, config, [{ dims: ['batch', 3] }]), 'LeakyRelu', 'alpha');

// keras/src/layers/activations/leaky_relu.py
test('LeakyReLU reads its slope as Keras does', async (t) => {
  await t.test('0.3 when nothing is written', () => assert.equal(slope({}), 0.3));
  await t.test('negative_slope', () => assert.equal(slope({ negative_slope: 0.5 }), 0.5));
  await t.test('alpha wins over negative_slope', () => assert.equal(slope({ alpha: 0.1, negative_slope: 0.5 }), 0.1));
  for (const bad of [null, -1, '0.2'])
    await t.test(`refuses ${JSON.stringify(bad)}`, () => assert.throws(() => slope({ negative_slope: bad }), { code: 'HG_ARTIFACT_FIELD' }));
});
