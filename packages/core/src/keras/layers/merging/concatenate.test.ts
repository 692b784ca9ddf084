import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { concatenate } from './concatenate.ts';

const steps = { dims: ['batch', 5, 4] };
const masked = { ...steps, mask: ['batch', 5] };

test('Concatenate joins the last axis by default', () => {
  assert.equal(lowerLayer(concatenate, {}, [steps, { dims: ['batch', 5, 2] }]).dims, 'batch,5,6');
  assert.equal(lowerLayer(concatenate, { axis: 1 }, [steps, { dims: ['batch', 'time', 4] }]).dims, 'batch,time + 5,4');
});

test('Concatenate has the OR of its masks along the last axis', () => {
  const joined = lowerLayer(concatenate, {}, [masked, masked]);
  assert.deepEqual(joined.ops, ['Concat', 'Or']);
  assert.equal(lowerLayer(concatenate, {}, [masked, steps]).values[0]?.mask, undefined);
});

test('Concatenate joins its masks along another axis, a missing one as all true', () => {
  const joined = lowerLayer(concatenate, { axis: -2 }, [masked, steps]);
  assert.deepEqual(joined.values[0]?.mask?.dims.slice(1), [10]);
  assert.ok(joined.ops.includes('Expand'));
});

test('Concatenate keeps one type, and makes whole numbers beside a float into floats', () => {
  const typed = (...types: ('uint8' | 'int32' | 'float32')[]) =>
    lowerLayer(
      concatenate,
      {},
      types.map((dtype) => ({ ...steps, dtype })),
    ).values[0]?.dtype;
  assert.equal(typed('uint8', 'uint8'), 'uint8');
  assert.equal(typed('uint8', 'float32'), 'float32');
  assert.equal(typed('uint8', 'int32'), 'int32');
});

for (const [why, config, inputs, code] of [
  ['an axis that is not there', { axis: 3 }, [steps, steps], 'HG_ARTIFACT_SHAPE'],
  ['axis null', { axis: null }, [steps, steps], 'HG_ARTIFACT_FIELD'],
  ['sizes that differ elsewhere', {}, [steps, { dims: ['batch', 6, 4] }], 'HG_ARTIFACT_SHAPE'],
  ['a mask over all axes', {}, [steps, { ...steps, mask: ['batch', 5, 4] }], 'HG_UNSUPPORTED_MASK'],
] as const)
  test(`Concatenate refuses ${why}`, () => {
    assert.throws(() => lowerLayer(concatenate, config, inputs), { code });
  });
