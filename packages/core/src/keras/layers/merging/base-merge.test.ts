import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyLayer } from '../../define-layer.ts';
import { lowerLayer } from '../layers.testing.ts';
import { add } from './add.ts';
import { average } from './average.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { multiply } from './multiply.ts';
import { subtract } from './subtract.ts';

const all: readonly AnyLayer[] = [add, average, maximum, minimum, multiply, subtract];
const steps = { dims: ['batch', 'time', 4] };
const masked = { ...steps, mask: ['batch', 'time'] };

for (const layer of all) {
  test(`${layer.keras} puts the axes that an input lacks behind the batch`, () => {
    assert.equal(lowerLayer(layer, {}, [{ dims: ['batch', 4] }, { dims: ['batch', 5, 3, 4] }]).dims, 'batch,5,3,4');
    assert.equal(lowerLayer(layer, {}, [{ dims: ['batch', 3, 1] }, { dims: ['batch', 1, 4] }]).dims, 'batch,3,4');
    assert.throws(() => lowerLayer(layer, {}, [{ dims: ['batch', 3] }, { dims: ['batch', 4] }]), { code: 'HG_ARTIFACT_SHAPE' });
  });

  test(`${layer.keras} has the OR of its masks, and none where one input has none`, () => {
    const merged = lowerLayer(layer, {}, [masked, masked]);
    assert.equal(merged.nodes.find(({ outputs }) => outputs[0]?.id === merged.values[0]?.mask?.id)?.op, 'Or');
    assert.equal(lowerLayer(layer, {}, [masked, steps]).values[0]?.mask, undefined);
    assert.equal(lowerLayer(layer, {}, [steps, masked]).values[0]?.mask, undefined);
  });

  test(`${layer.keras} makes whole numbers beside a float into floats, others of the type in which they meet, and refuses booleans`, () => {
    assert.equal(lowerLayer(layer, {}, [{ dims: ['batch', 4] }, { dims: ['batch', 4], dtype: 'uint8' }]).values[0]?.dtype, 'float32');
    if (layer === average) return;
    // As `keras.backend.result_type` says.
    for (const [one, other, wanted] of [
      ['uint8', 'uint8', 'uint8'],
      ['int32', 'int64', 'int64'],
      ['int8', 'uint8', 'int16'],
      ['bool', 'int16', 'int16'],
    ] as const) {
      const inputs = [one, other].map((dtype) => ({ dims: ['batch', 4], dtype }));
      assert.equal(lowerLayer(layer, {}, inputs).values[0]?.dtype, wanted);
    }
    const booleans = { dims: ['batch', 4], dtype: 'bool' as const };
    assert.throws(() => lowerLayer(layer, {}, [booleans, booleans]), { code: 'HG_UNSUPPORTED_DTYPE' });
  });

  test(`${layer.keras} refuses masked inputs of several ranks`, () => {
    const other = { dims: ['batch', 4], mask: ['batch'] };
    assert.throws(() => lowerLayer(layer, {}, [masked, other]), { code: 'HG_UNSUPPORTED_MASK' });
  });

  test(`${layer.keras} knows no fields`, () => {
    assert.throws(() => lowerLayer(layer, { axis: 1 }, [steps, steps]), { code: 'HG_ARTIFACT_FIELD' });
  });
}

test('Add and Average refuse a sum that Keras takes for one with a bias, where its sizes are known; a call may not make one', () => {
  for (const layer of [add, average]) {
    const guards = (one: readonly (number | string)[], other: readonly (number | string)[]) => lowerLayer(layer, {}, [{ dims: one }, { dims: other }]).guards;
    assert.throws(() => guards([3, 3], [3, 1]), { code: 'HG_UNSUPPORTED_FIELD' });
    assert.deepEqual(guards(['batch', 3], ['batch', 1]), ['HG_INPUT_SHAPE']);
    assert.deepEqual(guards(['batch', 4, 3], ['batch', 1, 1]), ['HG_INPUT_SHAPE', 'HG_INPUT_SHAPE']);
    for (const fine of [
      ['batch', 3],
      [1, 3],
      ['batch', 1],
    ])
      assert.deepEqual(guards(fine, fine), []);
    assert.deepEqual(guards(['batch', 1], ['batch', 3]), []);
    const legacy = lowerLayer(layer, {}, [{ dims: [3, 3] }, { dims: [3, 1] }], {}, 'float32', { writer: 2 });
    assert.equal(legacy.dims, '3,3');
  }
});

test('Subtract takes two inputs, no more and no less', () => {
  for (const inputs of [[steps], [steps, steps, steps]]) assert.throws(() => lowerLayer(subtract, {}, inputs), { code: 'HG_ARTIFACT_GRAPH' });
});

test('Average refuses whole numbers, which TensorFlow answers with float64', () => {
  const whole = { dims: ['batch', 4], dtype: 'int32' as const };
  assert.equal(lowerLayer(add, {}, [whole, whole]).values[0]?.dtype, 'int32');
  assert.throws(() => lowerLayer(average, {}, [whole, whole]), { code: 'HG_UNSUPPORTED_DTYPE' });
});

test('masks change what Multiply, Maximum and Minimum answer, and nothing of the others', () => {
  const wheres = (layer: AnyLayer) => lowerLayer(layer, {}, [masked, masked]).ops.filter((op) => op === 'Where').length;
  assert.deepEqual(all.map(wheres), [0, 0, 2, 2, 3, 0]);
});
