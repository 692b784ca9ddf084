import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import { GraphBuilder } from '../../graph/builder.ts';
import { HorngateError } from '../../words/error.ts';
import type { Call } from '../define-layer.ts';
import type { AnyOperation } from '../define-operation.ts';
import { batchNorm } from './batch-norm.ts';
import { conv } from './conv.ts';
import { dotProductAttention } from './dot-product-attention.ts';
import { fold } from './fold.ts';
import { layerNorm } from './layer-norm.ts';
import { logitsOf } from './logits.ts';
import { maxPool } from './max-pool.ts';
import { moments } from './moments.ts';
import { multiHot } from './multi-hot.ts';
import { normalize } from './normalize.ts';
import { oneHot } from './one-hot.ts';
import { lowerOperation, type TestTensor } from './operations.testing.ts';
import { sparseCategoricalCrossentropy } from './sparse-categorical-crossentropy.ts';
import { unfold } from './unfold.ts';

const dims = (operation: AnyOperation, config: JsonObject, ...inputs: readonly TestTensor[]): string => lowerOperation(operation, inputs, config).dims;
const of = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes });

test('windows take one number for all axes, or one each', () => {
  assert.equal(dims(maxPool, { pool_size: 2, strides: null }, of('batch', 6, 4, 3)), 'batch,3,2,3');
  assert.equal(dims(maxPool, { pool_size: [2, 1], padding: 'SAME', data_format: 'channels_first' }, of('batch', 3, 5, 4)), 'batch,3,3,4');
  assert.equal(dims(conv, { strides: [2, 1], padding: 'same' }, of('batch', 5, 4, 3), of(3, 3, 3, 7)), 'batch,3,4,7');
  assert.equal(dims(unfold, { kernel_size: 2 }, of('batch', 3, 6, 5)), 'batch,12,20');
  assert.equal(dims(fold, { output_size: [4, 5], kernel_size: 2 }, of('batch', 8, 12)), 'batch,2,4,5');
});

test('the classes of one-hot vectors stand where the axis says', () => {
  assert.equal(dims(oneHot, { num_classes: 5 }, of('batch', 3)), 'batch,3,5');
  assert.equal(dims(oneHot, { num_classes: 5, axis: 0 }, of('batch', 3)), '5,batch,3');
  assert.equal(dims(multiHot, { num_classes: 5, axis: 1 }, of('batch', 2, 3)), 'batch,2,3');
});

const lossCall = { refuse: (code: 'HG_UNSUPPORTED_FIELD', message: string) => new HorngateError(code, message) } as Call;

test('a loss finds the logits behind a softmax, and behind no other function', () => {
  const g = new GraphBuilder();
  const x = g.input('x', 'float32', [3, 4]);
  assert.equal(logitsOf(g, g.node('Softmax', [x], { axis: 1 }), 'Softmax', false, lossCall), x);
  assert.equal(logitsOf(g, g.node('Sigmoid', [x]), 'Softmax', false, lossCall), undefined);
  assert.equal(logitsOf(g, x, 'Softmax', false, lossCall), undefined);
  assert.equal(logitsOf(g, x, 'Softmax', true, lossCall), x);
  const hidden = g.node('Identity', [g.node('Softmax', [x], { axis: 1 })]);
  assert.throws(() => logitsOf(g, hidden, 'Softmax', false, lossCall), { code: 'HG_UNSUPPORTED_FIELD' });
});

for (const [operation, config, inputs, code] of [
  [maxPool, { pool_size: [2, 2] }, [of('batch', 6, 3)], 'HG_ARTIFACT_SHAPE'],
  [maxPool, { pool_size: 2, padding: 'causal' }, [of('batch', 6, 3)], 'HG_ARTIFACT_FIELD'],
  [maxPool, { pool_size: 2 }, [{ dims: ['batch', 6, 3], dtype: 'int32' }], 'HG_UNSUPPORTED_DTYPE'],
  [conv, { strides: 2, dilation_rate: 2 }, [of('batch', 6, 3), of(2, 3, 4)], 'HG_ARTIFACT_FIELD'],
  [conv, {}, [of('batch', 6, 3), of(2, 2, 4)], 'HG_ARTIFACT_SHAPE'],
  [fold, { output_size: 100, kernel_size: 65 }, [of('batch', 4225, 1296)], 'HG_UNSUPPORTED_FIELD'],
  [oneHot, { num_classes: 5, sparse: true }, [of('batch', 3)], 'HG_UNSUPPORTED_FIELD'],
  [oneHot, { num_classes: 5, axis: 3 }, [of('batch', 3)], 'HG_ARTIFACT_SHAPE'],
  [sparseCategoricalCrossentropy, { axis: 1 }, [of('batch', 3), of('batch', 3, 4)], 'HG_UNSUPPORTED_FIELD'],
  [moments, { axes: [] }, [of('batch', 3)], 'HG_ARTIFACT_FIELD'],
  [batchNorm, { axis: 1 }, [of('batch', 3, 4), of(3, 1), of(3)], 'HG_ARTIFACT_SHAPE'],
  [layerNorm, {}, [{ dims: ['batch', 3], dtype: 'int32' }], 'HG_UNSUPPORTED_DTYPE'],
  [normalize, { axis: [1, 2], order: 3 }, [of('batch', 3, 4)], 'HG_UNSUPPORTED_FIELD'],
  [normalize, { axis: null, order: 1 }, [of('batch', 3, 4)], 'HG_ARTIFACT_SHAPE'],
  [dotProductAttention, { attn_logits_soft_cap: 3.5 }, [of('b', 3, 2, 4), of('b', 5, 2, 4), of('b', 5, 2, 4)], 'HG_UNSUPPORTED_FIELD'],
  [dotProductAttention, {}, [of('b', 3, 6, 4), of('b', 5, 1, 4), of('b', 5, 1, 4)], 'HG_ARTIFACT_SHAPE'],
] as readonly (readonly [AnyOperation, JsonObject, readonly TestTensor[], string])[])
  test(`${operation.keras} refuses ${JSON.stringify(config)} on ${JSON.stringify(inputs.map(({ dims }) => dims))}`, () => {
    assert.throws(() => lowerOperation(operation, inputs, config), { code });
  });
