import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer } from '../layers.testing.ts';
import { reshape } from './reshape.ts';

const shaped = (dims: (number | string)[], target: unknown) => lowerLayer(reshape, { target_shape: target as number[] }, [{ dims, mask: ['batch'] }]);

for (const [dims, target, wanted] of [
  [['batch', 4, 6], [3, -1, 2], 'batch,3,4,2'],
  [['batch', 4, 6], [24], 'batch,24'],
  [['batch', 'time', 6], [-1, 3], 'batch,2*time,3'],
  [['batch', 'time', 6], [-1, 2, 3], 'batch,time,2,3'],
  [['batch', 'time', 4], [2, -1, 8], 'batch,2,floor((4*time)/16),8'],
  [['batch', 1, 1], [], 'batch'],
  [['batch'], [1, 1], 'batch,1,1'],
  [['batch', 6], [null, 2], 'batch,3,2'],
] as const)
  test(`Reshape turns [${dims.join(', ')}] by [${target.join(', ')}] into [${wanted}]`, () => {
    const { dims: found, values } = shaped([...dims], target);
    assert.equal(found, wanted);
    assert.equal(values[0]?.mask, undefined);
  });

for (const [why, target, code] of [
  ['a size that does not fill', [5], 'HG_ARTIFACT_SHAPE'],
  ['a size that does not divide', [5, -1], 'HG_ARTIFACT_SHAPE'],
  ['nothing times anything', [0, -1], 'HG_ARTIFACT_SHAPE'],
  ['two holes', [-1, -1], 'HG_ARTIFACT_FIELD'],
  ['a hole and a null', [-1, null], 'HG_ARTIFACT_FIELD'],
  ['a size of -2', [-2, 12], 'HG_ARTIFACT_FIELD'],
  ['a size past int32', [2 ** 40], 'HG_ARTIFACT_FIELD'],
  ['half a size', [0.5, 48], 'HG_ARTIFACT_FIELD'],
  ['null', null, 'HG_ARTIFACT_FIELD'],
  ['a number', 24, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`Reshape refuses ${why}`, () => {
    assert.throws(() => shaped(['batch', 4, 6], target), { code });
  });
