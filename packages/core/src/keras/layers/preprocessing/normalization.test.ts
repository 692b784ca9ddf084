import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../../artifact/json/json.ts';
import { lowerLayer } from '../layers.testing.ts';
import { normalization } from './normalization.ts';

const table = [{ dims: ['batch', 5, 4], mask: ['batch', 5] }];

test('Normalization finds adapted statistics among its variables, and hands its mask on', () => {
  const norm = lowerLayer(normalization, { axis: [-1], mean: null, variance: null }, table, [[4], [4], []]);
  assert.deepEqual(norm.ops, ['Sub', 'Div']);
  assert.equal(norm.values[0]?.mask, norm.inputs[0]?.mask);
  lowerLayer(normalization, { axis: [2, 1] }, table, [[5, 4], [5, 4], []]);
  lowerLayer(normalization, { axis: null }, table, [[], [], []]);
  assert.throws(() => lowerLayer(normalization, {}, table, [[5], [5], []]), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('Normalization never divides by less than 1e-7', () => {
  const { constants } = lowerLayer(normalization, { mean: [0, 0, 0, 0], variance: [0, 4, 9, 1e-20] }, table);
  const deviations = constants.map(({ read }) => [...new Float32Array(read().buffer)]).find((values) => values.includes(3));
  assert.deepEqual(deviations, [1e-7, 2, 3, 1e-7].map(Math.fround));
});

const given = (axis: Json, mean: Json) => lowerLayer(normalization, { axis, mean, variance: mean }, table);

for (const [axis, mean] of [
  [-1, 0.5],
  [null, 0.5],
  [[-1], [1, 2, 3, 4]],
  [[-1], [1]],
  [1, [1, 2, 3, 4, 5]],
  [
    [1, 2],
    [1, 2, 3, 4],
  ],
  [
    [1, 2],
    [[1], [2], [3], [4], [5]],
  ],
] as const)
  test(`Normalization takes the mean ${JSON.stringify(mean)} along ${JSON.stringify(axis)}`, () => {
    const norm = given(axis as Json, mean as Json);
    assert.equal(norm.dims, 'batch,5,4');
  });

test('Normalization goes back with invert', () => {
  assert.deepEqual(lowerLayer(normalization, { invert: true, mean: 1, variance: 4 }, table).ops, ['Mul', 'Add']);
});

for (const [why, config, code] of [
  ['a mean without a variance', { mean: 1 }, 'HG_ARTIFACT_FIELD'],
  ['a variance of another shape', { mean: [1], variance: 1 }, 'HG_ARTIFACT_FIELD'],
  ['a mean that is no number', { mean: 'zero', variance: 'one' }, 'HG_ARTIFACT_FIELD'],
  ['a mean of another size', { mean: [1, 2, 3], variance: [1, 2, 3] }, 'HG_ARTIFACT_SHAPE'],
  ['a mean of more axes', { mean: [[1]], variance: [[1]] }, 'HG_ARTIFACT_SHAPE'],
  ['an axis that is not there', { axis: 3, mean: 1, variance: 1 }, 'HG_ARTIFACT_SHAPE'],
  ['an axis of unknown size', { axis: 0, mean: 1, variance: 1 }, 'HG_ARTIFACT_SHAPE'],
  ['invert null', { mean: 1, variance: 1, invert: null }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`Normalization refuses ${why}`, () => {
    assert.throws(() => lowerLayer(normalization, config as never, table), { code });
  });
