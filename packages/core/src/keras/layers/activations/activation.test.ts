import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dense } from '../core/dense.ts';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { activation } from './activation.ts';

const x = [{ dims: ['batch', 3], mask: ['batch', 3] }];
const layer = (className: string, config = {}, module = 'keras.layers') => ({ class_name: className, module, registered_name: null, config });

test('Activation passes the mask', () => {
  const relu = lowerLayer(activation, { activation: 'relu' }, x);
  assert.deepEqual(relu.ops, ['Relu']);
  assert.equal(relu.values[0]?.mask, relu.inputs[0]?.mask);
});

test('a layer without weights can be an activation', () => {
  const lowered = lowerLayer(dense, { units: 2, activation: layer('LeakyReLU', { negative_slope: 0.1 }) }, x, [[3, 2], [2]]);
  assert.deepEqual(lowered.ops, ['MatMul', 'Add', 'LeakyRelu']);
  assert.equal(attributeOf(lowered, 'LeakyRelu', 'alpha'), 0.1);
});

for (const [code, object] of [
  ['HG_UNSUPPORTED_FIELD', layer('PReLU')],
  ['HG_ARTIFACT_CODE', layer('LeakyReLU', {}, 'os')],
  ['HG_ARTIFACT_CODE', layer('Evil')],
  ['HG_ARTIFACT_CODE', layer('Lambda')],
  ['HG_ARTIFACT_FIELD', layer('LeakyReLU', { unheard: 1 })],
  ['HG_UNSUPPORTED_DTYPE', layer('LeakyReLU', { dtype: 'float16' })],
] as const)
  test(`refuses ${object.class_name} of ${object.module} with ${JSON.stringify(object.config)} as an activation: ${code}`, () => {
    assert.throws(() => lowerLayer(activation, { activation: object }, x), { code });
  });
