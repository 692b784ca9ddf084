import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer, type TestInput } from '../layers.testing.ts';
import { additiveAttention } from './additive-attention.ts';
import { attention } from './attention.ts';
import { groupQueryAttention } from './group-query-attention.ts';

const query: TestInput = { dims: ['batch', 'time', 4] };
const value: TestInput = { dims: ['batch', 'steps', 4] };

test('Attention answers in the steps of its query and the features of its value, with the scores where asked', () => {
  const both = lowerLayer(attention, {}, [query, { dims: ['batch', 'steps', 7] }, value], {}, 'float32', { kwargs: { return_attention_scores: true } });
  assert.equal(both.dims, 'batch,time,7');
  assert.equal(both.values.length, 2);
});

test('the mask of the query goes on, that of the key changes nothing', () => {
  const mask = ['batch', 'time'];
  const one = lowerLayer(attention, {}, [{ ...query, mask }, value, { ...value, mask: ['batch', 'steps'] }]);
  assert.equal(one.values[0]?.mask, one.inputs[0]?.mask);
  assert.equal(one.ops.filter((op) => op === 'Where').length, 1);
});

test('scales are variables of their own', () => {
  lowerLayer(attention, { use_scale: true, score_mode: 'concat' }, [query, value], [[], []]);
  lowerLayer(additiveAttention, {}, [query, value], [[4]]);
  lowerLayer(additiveAttention, { use_scale: false }, [query, value]);
});

for (const [why, inputs, config, code] of [
  ['one input', [query], {}, 'HG_ARTIFACT_GRAPH'],
  ['four inputs', [query, value, value, value], {}, 'HG_ARTIFACT_GRAPH'],
  ['whole numbers', [query, { ...value, dtype: 'int32' as const }], {}, 'HG_UNSUPPORTED_DTYPE'],
  ['vectors', [{ dims: ['batch', 4] }, value], {}, 'HG_UNSUPPORTED_DTYPE'],
  ['another score', [query, value], { score_mode: 'cosine' }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`Attention refuses ${why}`, () => {
    assert.throws(() => lowerLayer(attention, config, inputs), { code });
  });

test('GroupQueryAttention shares heads of key and value, and refuses heads that do not divide', () => {
  const weights = { query_dense: [4, 6, 3], key_dense: [4, 2, 3], value_dense: [4, 2, 3], output_dense: [6, 3, 4] };
  const files = Object.fromEntries(Object.entries(weights).map(([folder, dims]) => [`${folder}/vars/0`, dims]));
  const config = { head_dim: 3, num_query_heads: 6, num_key_value_heads: 2, use_bias: false };
  const one = lowerLayer(groupQueryAttention, config, [query], files, 'float32', { kwargs: { value } });
  assert.equal(one.dims, 'batch,time,4');
  assert.equal(one.ops.filter((op) => op === 'Gather').length, 2);
  const uneven = { ...config, num_key_value_heads: 4 };
  assert.throws(() => lowerLayer(groupQueryAttention, uneven, [query], files, 'float32', { kwargs: { value } }), { code: 'HG_ARTIFACT_FIELD' });
});
