import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../../artifact/json/json.ts';
import { lowerLayer } from '../layers.testing.ts';
import { cropping1d } from './cropping1d.ts';
import { cropping2d } from './cropping2d.ts';
import { cropping3d } from './cropping3d.ts';
import { zeroPadding1d } from './zero-padding1d.ts';
import { zeroPadding2d } from './zero-padding2d.ts';
import { zeroPadding3d } from './zero-padding3d.ts';

const line = [{ dims: ['batch', 'time', 3], mask: ['batch', 'time'] }];
const image = [{ dims: ['batch', 5, 6, 3] }];
const volume = [{ dims: ['batch', 3, 5, 6, 7] }];

for (const [padding, wanted] of [
  [1, 'batch,7,8,3'],
  [[1, 2], 'batch,7,10,3'],
  [
    [
      [1, 0],
      [0, 3],
    ],
    'batch,6,9,3',
  ],
  [[2, [0, 1]], 'batch,9,7,3'],
] as const)
  test(`padding of ${JSON.stringify(padding)} around [5, 6] makes [${wanted}]`, () => {
    assert.equal(lowerLayer(zeroPadding2d, { padding } as never, image).dims, wanted);
  });

test('without the field, paddings are 1, and croppings 1, 0 and 1', () => {
  assert.equal(lowerLayer(zeroPadding1d, {}, line).dims, 'batch,time + 2,3');
  assert.equal(lowerLayer(zeroPadding3d, { data_format: 'channels_first' }, volume).dims, 'batch,3,7,8,9');
  assert.equal(lowerLayer(cropping1d, {}, line).dims, 'batch,time - 2,3');
  assert.equal(lowerLayer(cropping2d, {}, image).dims, 'batch,5,6,3');
  assert.equal(lowerLayer(cropping3d, { data_format: 'channels_first' }, volume).dims, 'batch,3,3,4,5');
});

test('borders let their mask go, and keep whole numbers', () => {
  for (const layer of [zeroPadding1d, cropping1d]) {
    const [value] = lowerLayer(
      layer,
      {},
      line.map((input) => ({ ...input, dtype: 'int32' as const })),
    ).values;
    assert.equal(value?.mask, undefined);
    assert.equal(value?.dtype, 'int32');
  }
});

const BAD: readonly Json[] = [
  null,
  -1,
  1.5,
  '1',
  true,
  [1],
  [1, 2, 3],
  [[1, 2], [3]],
  [
    [1, 2],
    [3, -4],
  ],
  [
    [1, 2],
    [[3], 4],
  ],
  2 ** 40,
];
for (const bad of BAD)
  test(`borders of ${JSON.stringify(bad)} are refused`, () => {
    assert.throws(() => lowerLayer(zeroPadding2d, { padding: bad }, image), { code: 'HG_ARTIFACT_FIELD' });
    assert.throws(() => lowerLayer(cropping2d, { cropping: bad }, image), { code: 'HG_ARTIFACT_FIELD' });
    assert.throws(() => lowerLayer(cropping1d, { cropping: bad }, [{ dims: ['batch', 9, 3] }]), { code: /HG_ARTIFACT_FIELD/ });
  });

test('cropping leaves something, and both want their rank and a type that can be padded', () => {
  assert.throws(
    () =>
      lowerLayer(
        cropping2d,
        {
          cropping: [
            [2, 3],
            [0, 0],
          ],
        },
        image,
      ),
    { code: 'HG_ARTIFACT_SHAPE' },
  );
  assert.throws(() => lowerLayer(cropping2d, {}, line), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(zeroPadding2d, {}, line), { code: 'HG_ARTIFACT_SHAPE' });
  assert.throws(() => lowerLayer(zeroPadding2d, {}, [{ dims: ['batch', 5, 6, 3], dtype: 'uint16' }]), { code: 'HG_UNSUPPORTED_DTYPE' });
});
