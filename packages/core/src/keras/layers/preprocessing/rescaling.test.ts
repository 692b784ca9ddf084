import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { rescaling } from './rescaling.ts';

const image = [{ dims: ['batch', 4, 3], dtype: 'uint8' as const, mask: ['batch', 4] }];
const numpy = (value: unknown) => ({ class_name: '__numpy__', config: { value, dtype: 'float64' } }) as never;

for (const scale of [2, 0.5, [1, 2, 3], [[1], [2], [3], [4]], numpy([1, 2, 3])])
  test(`Rescaling takes the scale ${JSON.stringify(scale)}, makes floats, and hands its mask on`, () => {
    const { values, inputs, dims } = lowerLayer(rescaling, { scale }, image);
    assert.equal(values[0]?.dtype, 'float32');
    assert.equal(values[0]?.mask, inputs[0]?.mask);
    assert.equal(dims, 'batch,4,3');
  });

for (const scale of [null, '2', true, [], [[1, 2], [3]], [1, '2'], numpy('x'), { class_name: '__tensor__', config: { value: 1 } }])
  test(`Rescaling refuses the scale ${JSON.stringify(scale)}`, () => {
    assert.throws(() => lowerLayer(rescaling, { scale }, image), { code: 'HG_ARTIFACT_FIELD' });
  });

test('Rescaling needs a scale, and one that fits', () => {
  assert.throws(() => lowerLayer(rescaling, {}, image), { code: 'HG_ARTIFACT_FIELD' });
  assert.throws(() => lowerLayer(rescaling, { scale: [1, 2] }, image), { code: 'HG_ARTIFACT_SHAPE' });
});
