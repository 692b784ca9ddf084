import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { embedding } from './embedding.ts';

const config = { input_dim: 9, output_dim: 4 };

test('Embedding gives a row for each id, and ends a call with an id outside its table', () => {
  const rows = lowerLayer(embedding, config, [{ dims: ['batch', 5], dtype: 'int32' }], [[9, 4]]);
  assert.equal(rows.dims, 'batch,5,4');
  assert.deepEqual(rows.guards, ['HG_INPUT_RANGE']);
  assert.equal(rows.values[0]?.mask, undefined);
});

test('the mask of an Embedding is taken from ids that are not truncated yet', () => {
  const rows = lowerLayer(embedding, { ...config, mask_zero: true }, [{ dims: ['batch', 5] }], [[9, 4]]);
  assert.deepEqual(rows.values[0]?.mask?.dims.length, 2);
  assert.equal(rows.nodes.find(({ op }) => op === 'Equal')?.inputs[0]?.id, rows.inputs[0]?.id);
});

test('Embedding refuses a quantized table of floats, and a table of another size', () => {
  const x = [{ dims: ['batch', 5], dtype: 'int32' as const }];
  assert.throws(() => lowerLayer(embedding, { ...config, dtype: 'int8_from_float32' }, x, [[9, 4], [9]]), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => lowerLayer(embedding, config, x, [[8, 4]]), { code: 'HG_ARTIFACT_WEIGHTS' });
  assert.throws(() => lowerLayer(embedding, { ...config, input_dim: 0 }, x, [[9, 4]]), { code: 'HG_ARTIFACT_FIELD' });
});
