import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { spectralNormalization } from './spectral-normalization.ts';

const config = (className: string, fields = {}) => ({
  power_iterations: 1,
  layer: { class_name: className, module: 'keras.layers', registered_name: null, config: { name: 'inside', ...fields } },
});
const dense = { 'vars/0': [3, 4], 'vars/1': [1, 4], 'layer/vars/0': [3, 4], 'layer/vars/1': [4] };
const x = [{ dims: ['batch', 3], mask: ['batch'] }];

test('it is the wrapped layer, with its mask', () => {
  const { dims, ops, values, inputs } = lowerLayer(spectralNormalization, config('Dense', { units: 4 }), x, dense);
  assert.equal(dims, 'batch,4');
  assert.deepEqual(ops.filter((op) => op === 'MatMul' || op === 'Gemm').length, 1);
  assert.equal(values[0]?.mask, inputs[0]?.mask);
});

test('the variables of the wrapper must be there, and fit the kernel', () => {
  for (const wrong of [{ 'vars/0': [3, 5] }, { 'vars/1': [1, 3] }])
    assert.throws(() => lowerLayer(spectralNormalization, config('Dense', { units: 4 }), x, { ...dense, ...wrong }), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('a layer without a kernel cannot be normalized', () => {
  assert.throws(() => lowerLayer(spectralNormalization, config('ReLU'), x, { 'vars/0': [], 'vars/1': [1, 1] }), { code: 'HG_ARTIFACT_FIELD' });
});
