import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributeOf, lowerLayer } from '../layers.testing.ts';
import { batchNormalization } from './batch-normalization.ts';

const image = [{ dims: ['batch', 5, 6, 3], mask: ['batch', 5, 6] }];
const four = [[3], [3], [3], [3]];

test('BatchNormalization fills in what the file leaves out as Keras does, and hands its mask on', () => {
  const norm = lowerLayer(batchNormalization, {}, image, four);
  assert.equal(attributeOf(norm, 'BatchNormalization', 'epsilon'), 1e-3);
  assert.equal(norm.values[0]?.mask, norm.inputs[0]?.mask);
  assert.deepEqual(norm.ops, ['Transpose', 'BatchNormalization', 'Transpose']);
});

test('BatchNormalization finds its variables without scale, without center, and with those of renorm', () => {
  const shift = lowerLayer(batchNormalization, { scale: false }, image, four.slice(1));
  assert.ok(shift.constants.some(({ value, read }) => value.dims[0] === 3 && new Float32Array(read().buffer).every((x) => x === 1)));
  lowerLayer(batchNormalization, { scale: false, center: false }, image, four.slice(2));
  lowerLayer(batchNormalization, { renorm: true }, image, [...four, [3], [3], [3]]);
  assert.throws(() => lowerLayer(batchNormalization, { scale: false }, image, four), { code: 'HG_ARTIFACT_WEIGHTS' });
});

test('BatchNormalization takes any axis, also as the list of Keras 2', () => {
  const along = (axis: number | number[], size: number) =>
    lowerLayer(
      batchNormalization,
      { axis },
      [{ dims: ['batch', 5, 6, 3] }],
      four.map(() => [size]),
    );
  assert.deepEqual(along(1, 5).ops, ['BatchNormalization']);
  assert.equal(along([-2], 6).dims, 'batch,5,6,3');
  for (const bad of [4, [1, 2], '1', null, 0.5]) assert.throws(() => along(bad as number, 5), { code: /HG_ARTIFACT_(FIELD|SHAPE)/ });
});

for (const [why, config, code] of [
  ['a virtual batch', { virtual_batch_size: 4 }, 'HG_UNSUPPORTED_FIELD'],
  ['epsilon null', { epsilon: null }, 'HG_ARTIFACT_FIELD'],
  ['scale as a number', { scale: 1 }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`BatchNormalization refuses ${why}`, () => {
    assert.throws(() => lowerLayer(batchNormalization, config, image, four), { code });
  });

test('BatchNormalization refuses variables that are no floats, an axis of unknown size, and a mask of another rank', () => {
  assert.throws(() => lowerLayer(batchNormalization, {}, image, four, 'int32'), { code: 'HG_UNSUPPORTED_DTYPE' });
  assert.throws(() => lowerLayer(batchNormalization, { axis: 0 }, image, four), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(batchNormalization, {}, [{ dims: ['batch', 5, 3], mask: ['batch'] }], four), { code: 'HG_ARTIFACT_SHAPE' });
});
