import assert from 'node:assert/strict';
import test from 'node:test';
import type { Tensor } from '../tensor/tensor.ts';
import { dense } from './layers/core/dense.ts';
import { embedding } from './layers/core/embedding.ts';
import { lowerLayer } from './layers/layers.testing.ts';
import { add } from './layers/merging/add.ts';
import { batchNormalization } from './layers/normalization/batch-normalization.ts';
import { layerNormalization } from './layers/normalization/layer-normalization.ts';
import { add as sum } from './ops/add.ts';
import { cast } from './ops/cast.ts';
import { lowerOperation } from './ops/operations.testing.ts';

const x = (dtype: 'float16' | 'float32' | 'float64' | 'int32' = 'float32') => ({ dims: ['batch', 4], dtype });

test('a layer of halves rounds what comes in and what goes out, and computes in float32 between', () => {
  const { ops, values } = lowerLayer(dense, { units: 3, dtype: 'mixed_float16' }, [x()], [[4, 3], [3]]);
  assert.deepEqual(ops, ['Cast', 'Cast', 'MatMul', 'Add', 'Cast']);
  assert.equal(values[0]?.dtype, 'float16');
});

test('what comes in as a half already is not rounded again', () => {
  assert.deepEqual(lowerLayer(dense, { units: 3, dtype: 'mixed_float16' }, [x('float16')], [[4, 3], [3]]).ops, ['Cast', 'MatMul', 'Add', 'Cast']);
});

test('a float32 layer makes float32 of halves', () => {
  const { ops, values } = lowerLayer(dense, { units: 3 }, [x('float16')], [[4, 3], [3]]);
  assert.deepEqual(ops, ['Cast', 'MatMul', 'Add']);
  assert.equal(values[0]?.dtype, 'float32');
});

test('a layer without autocast does not round its inputs', () => {
  assert.deepEqual(lowerLayer(layerNormalization, { dtype: 'mixed_float16' }, [x()], [[4], [4]]).ops, ['LayerNormalization', 'Cast']);
  assert.deepEqual(lowerLayer(embedding, { input_dim: 5, output_dim: 2, dtype: 'mixed_bfloat16' }, [x('int32')], [[5, 2]]).values[0]?.dtype, 'bfloat16');
});

test('a float64 layer computes in float64, its constants too', () => {
  const { values } = lowerLayer(batchNormalization, { dtype: 'float64', scale: false }, [x()], [[4], [4], [4]], 'float64');
  assert.equal(values[0]?.dtype, 'float64');
});

test('whole numbers stay whole in a layer without weights', () => {
  assert.equal(lowerLayer(add, { dtype: 'mixed_float16' }, [x('int32'), x('int32')], []).values[0]?.dtype, 'int32');
});

for (const [what, config, code] of [
  ['a policy of whole numbers', { units: 3, dtype: 'int32' }, 'HG_UNSUPPORTED_DTYPE'],
  ['halves without autocast, whose answer would be float32', { units: 3, dtype: 'mixed_float16', autocast: false }, 'HG_UNSUPPORTED_FIELD'],
] as const)
  test(`refuses ${what}`, () => assert.throws(() => lowerLayer(dense, config, [x()], [[4, 3], [3]]), { code }));

test('refuses to quantize a layer that Keras does not', () => {
  assert.throws(() => lowerLayer(layerNormalization, { dtype: 'int8_from_float32' }, [x()], [[4], [4]]), { code: 'HG_UNSUPPORTED_DTYPE' });
});

test('an operation on halves of one kind answers with that kind, and computes in float32', () => {
  const of = (dtype: 'float16' | 'bfloat16' | 'float32' | 'int32') => ({ dims: [2], dtype });
  const typeOf = (...types: Parameters<typeof of>[0][]) => lowerOperation(sum, types.map(of)).dtype;
  // As `keras.backend.result_type` says.
  assert.equal(typeOf('float16', 'float16'), 'float16');
  assert.equal(typeOf('bfloat16', 'int32'), 'bfloat16');
  assert.equal(typeOf('float16', 'float32'), 'float32');
  assert.equal(typeOf('float16', 'bfloat16'), 'float32');
  assert.deepEqual(lowerOperation(sum, [of('float16'), of('float16')]).ops, ['Cast', 'Cast', 'Add', 'Cast']);
});

test('an operation that names a type answers with it', () => {
  const x = { dims: [2], dtype: 'float16' as const };
  assert.equal(lowerOperation(cast, [x], { dtype: 'float32' }).dtype, 'float32');
  assert.equal(lowerOperation(cast, [x], { dtype: 'bfloat16' }).dtype, 'bfloat16');
});

test('a constant of an operation has a type too, a Python number has none', () => {
  const half = { dims: [2], dtype: 'float16' as const };
  const constant = (dtype: 'float16' | 'float32', data: Uint16Array | Float32Array) =>
    ({ kind: 'constant', tensor: { dtype, shape: [2], data } as Tensor }) as const;
  assert.equal(lowerOperation(sum, [half, constant('float32', Float32Array.of(1, 2))]).dtype, 'float32');
  assert.equal(lowerOperation(sum, [half, constant('float16', Uint16Array.of(0x3c00, 0x4000))]).dtype, 'float16');
  assert.equal(lowerOperation(sum, [half, { kind: 'json', value: 2.5, float: true }]).dtype, 'float16');
});

test('a layer without autocast is compiled where there is nothing to cast', () => {
  assert.equal(lowerLayer(dense, { units: 3, autocast: false }, [x()], [[4, 3], [3]]).values[0]?.dtype, 'float32');
  assert.equal(lowerLayer(add, { dtype: 'float16', autocast: false }, [x('float16'), x('float16')], []).values[0]?.dtype, 'float16');
  // Keras' answer is a float16 here, that of Add without autocast.
  assert.throws(() => lowerLayer(add, { autocast: false }, [x('float16'), x('float16')], []), { code: 'HG_UNSUPPORTED_FIELD' });
});
