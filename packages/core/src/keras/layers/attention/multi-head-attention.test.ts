import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../artifact/json/json.ts';
import { type Lowered, lowerLayer, type TestCall, type TestInput } from '../layers.testing.ts';
import { multiHeadAttention } from './multi-head-attention.ts';

const weights = {
  'query_dense/vars/0': [6, 2, 3],
  'query_dense/vars/1': [2, 3],
  'key_dense/vars/0': [6, 2, 3],
  'key_dense/vars/1': [2, 3],
  'value_dense/vars/0': [6, 2, 3],
  'value_dense/vars/1': [2, 3],
  'output_dense/vars/0': [2, 3, 6],
  'output_dense/vars/1': [6],
};
const steps: TestInput = { dims: ['batch', 'time', 6] };
const masked: TestInput = { ...steps, mask: ['batch', 'time'] };
const run = (config: JsonObject = {}, kwargs: TestCall['kwargs'] = {}, query = steps): Lowered =>
  lowerLayer(multiHeadAttention, { num_heads: 2, key_dim: 3, ...config }, [query], weights, 'float32', { kwargs: { value: steps, ...kwargs } });

/** Where masks are filled in: once on the way of `dot_product_attention`, and zeroed again on that of the layer Softmax. */
const fills = ({ ops }: Lowered): number => ops.filter((op) => op === 'Where').length;

test('attention answers in the shape of its query, with scores where asked', () => {
  assert.equal(run().dims, 'batch,time,6');
  assert.equal(run({}, { return_attention_scores: true }).values[1]?.dims.length, 4);
});

test('dropout and scores take the way on which a row that is masked all over is zero', () => {
  assert.equal(fills(run({}, {}, masked)), 1);
  assert.equal(fills(run({ dropout: 0.1 }, {}, masked)), 2);
  assert.equal(fills(run({}, { return_attention_scores: true }, masked)), 2);
  assert.equal(fills(run()), 0);
});

test('an explicit mask of the query changes nothing, one of the value does', () => {
  const mask: TestInput = { dims: ['batch', 'time'], dtype: 'bool' };
  assert.equal(fills(run({}, { query_mask: mask })), 0);
  assert.equal(fills(run({}, { value_mask: mask })), 1);
  assert.equal(fills(run({}, { key_mask: mask })), 1);
});

test('the mask of the query goes on', () => {
  const { inputs, values } = run({}, { return_attention_scores: true }, masked);
  assert.equal(values[0]?.mask, inputs[0]?.mask);
  assert.equal(values[1]?.mask, undefined);
});

for (const axes of [[2], [1, 2], []])
  test(`refuses attention over the axes ${JSON.stringify(axes)}`, () => {
    assert.throws(() => run({ attention_axes: axes }), { code: 'HG_UNSUPPORTED_FIELD' });
  });

test('images are attended over all of their axes, or over those that are named', () => {
  const image: TestInput = { dims: ['batch', 3, 4, 6] };
  const over = (attention_axes: number[] | null): string | undefined =>
    lowerLayer(multiHeadAttention, { num_heads: 2, key_dim: 3, attention_axes }, [image], weights, 'float32', {
      kwargs: { value: image, return_attention_scores: true },
    })
      .values[1]?.dims.slice(1)
      .join();
  assert.equal(over(null), '2,3,4,3,4');
  assert.equal(over([-2]), '3,2,4,4');
});

test('refuses inputs of several ranks, masks of rank 1, and a call without a value', () => {
  assert.throws(() => run({}, {}, { dims: ['batch', 3, 4, 6] }), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.throws(() => run({}, { attention_mask: { dims: ['time'], dtype: 'bool' } }), { code: 'HG_UNSUPPORTED_MASK' });
  assert.throws(() => lowerLayer(multiHeadAttention, { num_heads: 2, key_dim: 3 }, [steps], weights), { code: 'HG_ARTIFACT_GRAPH' });
});

test('refuses a value, a key or a mask of a batch of its own beside a query whose batch a call decides', () => {
  const three: TestInput = { dims: [3, 4, 6] };
  for (const kwargs of [{ value: three }, { value: steps, key: three }, { value: three, key: steps }])
    assert.throws(() => run({}, kwargs), { code: 'HG_UNSUPPORTED_FIELD' });
  assert.throws(() => run({}, { attention_mask: { dims: [3, 'time', 'time'], dtype: 'bool' } }), { code: 'HG_UNSUPPORTED_MASK' });
  assert.equal(run({}, { value: three }, three).dims, '3,4,6');
});
