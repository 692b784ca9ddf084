import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { type Lowered, lowerLayer } from '../layers.testing.ts';
import { bidirectional } from './bidirectional.ts';

const layer = (config: JsonObject = {}, className = 'GRU', module = 'keras.layers') => ({
  class_name: className,
  module,
  registered_name: null,
  config: { name: 'half', units: 2, ...config },
});
const half = (name: string) => ({ [`${name}/cell/vars/0`]: [3, 6], [`${name}/cell/vars/1`]: [2, 6], [`${name}/cell/vars/2`]: [2, 6] });
const run = (config: JsonObject): Lowered =>
  lowerLayer(bidirectional, config, [{ dims: ['batch', 5, 3], mask: ['batch', 5] }], { ...half('forward_layer'), ...half('backward_layer') });

test('Bidirectional runs once in each direction and joins by its mode', () => {
  const directions = run({ layer: layer() }).nodes.flatMap(({ op, attributes }) => (op === 'GRU' ? [attributes['direction']?.value] : []));
  assert.deepEqual(directions, ['forward', 'reverse']);
  assert.equal(run({ layer: layer() }).dims, 'batch,4');
  assert.equal(run({ layer: layer(), merge_mode: 'sum' }).dims, 'batch,2');
  assert.equal(run({ layer: layer({ return_state: true }), merge_mode: null }).values.length, 4);
});

test('Bidirectional passes the mask on with sequences, on each of them', () => {
  const both = run({ layer: layer({ return_sequences: true }), merge_mode: null });
  for (const { mask } of both.values) assert.equal(mask, both.inputs[0]?.mask);
  assert.equal(run({ layer: layer() }).values[0]?.mask, undefined);
});

for (const [code, config] of [
  ['HG_ARTIFACT_FIELD', { layer: layer({ go_backwards: true }) }],
  ['HG_ARTIFACT_FIELD', { layer: layer(), backward_layer: layer({ go_backwards: true, return_sequences: true }) }],
  ['HG_ARTIFACT_FIELD', { layer: layer(), merge_mode: 'max' }],
  ['HG_ARTIFACT_FIELD', { layer: layer({ unheard: 1 }) }],
  ['HG_UNSUPPORTED_FIELD', { layer: layer({}, 'Dense') }],
  ['HG_UNSUPPORTED_DTYPE', { layer: layer({ dtype: 'mixed_float16' }) }],
  ['HG_ARTIFACT_CODE', { layer: layer({}, 'GRU', 'evil') }],
  ['HG_ARTIFACT_CODE', { layer: layer({}, 'Evil') }],
] as const)
  test(`refuses ${JSON.stringify(config).slice(0, 90)}: ${code}`, () => {
    assert.throws(() => run(config), { code });
  });
