import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { lowerLayer, type TestInput } from '../layers.testing.ts';
import { timeDistributed } from './time-distributed.ts';
import { wrapper } from './wrapper.ts';

const wrapping = (className: string, config: JsonObject, module = 'keras.layers'): JsonObject => ({
  layer: { class_name: className, module, registered_name: null, config: { name: 'inside', ...config } },
});
const dense = wrapping('Dense', { units: 4 });
const weights = { 'layer/vars/0': [3, 4], 'layer/vars/1': [4] };
const run = (config: JsonObject, input: TestInput, places: Readonly<Record<string, readonly number[]>> = weights) =>
  lowerLayer(timeDistributed, config, [input], places);

test('batch and time are one axis inside, and two again outside, be they known or not', () => {
  for (const [dims, wanted] of [
    [['batch', 5, 3], 'batch,5,4'],
    [['batch', 'time', 3], 'batch,time,4'],
    [[2, 5, 3], '2,5,4'],
    [['batch', 'time', 'rows', 3], 'batch,time,rows,4'],
  ] as const)
    assert.equal(run(dense, { dims }).dims, wanted);
});

test('the variables are those below the folder of the wrapped layer, each of them', () => {
  assert.throws(() => run(dense, { dims: ['batch', 5, 3] }, { 'vars/0': [3, 4], 'vars/1': [4] }), { code: 'HG_ARTIFACT_WEIGHTS' });
  assert.throws(() => run(dense, { dims: ['batch', 5, 3] }, { ...weights, 'layer/vars/2': [4] }), { code: 'HG_ARTIFACT_WEIGHTS' });
  assert.throws(() => run(dense, { dims: ['batch', 5, 3] }, { ...weights, 'vars/0': [4] }), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('the mask goes on as it is, and its part to each step', () => {
  const { inputs, values, ops } = run(
    wrapping('LSTM', { units: 2 }),
    { dims: ['batch', 3, 5, 2], mask: ['batch', 3, 5] },
    {
      'layer/cell/vars/0': [2, 8],
      'layer/cell/vars/1': [2, 8],
      'layer/cell/vars/2': [8],
    },
  );
  assert.equal(values[0]?.mask, inputs[0]?.mask);
  assert.ok(ops.includes('TopK'));
});

for (const [code, config, input] of [
  ['HG_ARTIFACT_SHAPE', dense, { dims: ['batch', 3] }],
  ['HG_ARTIFACT_SHAPE', dense, { dims: ['batch', 5, 3], mask: ['batch', 4] }],
  ['HG_ARTIFACT_CODE', wrapping('Evil', {}, 'os'), { dims: ['batch', 5, 3] }],
  ['HG_ARTIFACT_CODE', wrapping('Dense', { units: 4 }, 'evil'), { dims: ['batch', 5, 3] }],
  ['HG_UNSUPPORTED_FIELD', wrapping('LSTM', { units: 2, stateful: true }), { dims: [2, 3, 5, 2] }],
  ['HG_ARTIFACT_FIELD', { layer: null }, { dims: ['batch', 5, 3] }],
  ['HG_ARTIFACT_FIELD', { ...dense, unheard: 1 }, { dims: ['batch', 5, 3] }],
] as const)
  test(`refuses ${JSON.stringify(config).slice(0, 80)} on ${JSON.stringify(input)}: ${code}`, () => {
    assert.throws(() => run(config, input), { code });
  });

test('a Wrapper is abstract', () => {
  assert.throws(() => lowerLayer(wrapper, dense, [{ dims: ['batch', 3] }], weights), { code: 'HG_UNSUPPORTED_LAYER' });
});
