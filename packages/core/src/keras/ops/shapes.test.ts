import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { AnyOperation } from '../define-operation.ts';
import { expandDims } from './expand-dims.ts';
import { matmul } from './matmul.ts';
import { mean } from './mean.ts';
import { lowerOperation } from './operations.testing.ts';
import { reshape } from './reshape.ts';
import { squeeze } from './squeeze.ts';
import { sum } from './sum.ts';
import { transpose } from './transpose.ts';

const run = (operation: AnyOperation, config: JsonObject, dims: readonly (number | string)[] = ['batch', 3, 4]): string =>
  lowerOperation(operation, [{ dims }], config).dims;

test('a reshape finds the batch again', () => {
  assert.equal(run(reshape, { newshape: [-1, 2, 6] }), 'batch,2,6');
  assert.equal(run(reshape, { newshape: [-1, 4] }), '3*batch,4');
  assert.equal(run(reshape, { newshape: [2, -1] }, [2, 3, 4]), '2,12');
});

test('axes count from either end', () => {
  assert.equal(run(transpose, { axes: [0, -1, 1] }), 'batch,4,3');
  assert.equal(run(expandDims, { axis: [1, -1] }), 'batch,1,3,4,1');
  assert.equal(run(squeeze, { axis: 1 }, ['batch', 1, 4]), 'batch,4');
  assert.equal(run(sum, { axis: [1, -1], keepdims: true }), 'batch,1,1');
  assert.equal(run(mean, { axis: null, keepdims: false }), '');
});

test('to ONNX no axes are all axes, to Keras none', () => assert.equal(run(sum, { axis: [] }), 'batch,3,4'));

test('a vector in a matmul loses its axis', () => {
  assert.equal(lowerOperation(matmul, [{ dims: ['batch', 3, 4] }, { dims: [4] }]).dims, 'batch,3');
  assert.equal(lowerOperation(matmul, [{ dims: [3] }, { dims: ['batch', 3, 4] }]).dims, 'batch,4');
});

for (const [operation, config, code] of [
  [reshape, { newshape: [-1, -1] }, 'HG_ARTIFACT_SHAPE'],
  [reshape, { newshape: [-1, 0] }, 'HG_ARTIFACT_SHAPE'],
  [reshape, { newshape: [-2] }, 'HG_ARTIFACT_FIELD'],
  [reshape, { newshape: Array(1000).fill(1) }, 'HG_ARTIFACT_FIELD'],
  [transpose, { axes: [0, 1] }, 'HG_ARTIFACT_SHAPE'],
  [transpose, { axes: [0, 1, 1] }, 'HG_ARTIFACT_SHAPE'],
  [expandDims, { axis: [1, 1] }, 'HG_ARTIFACT_SHAPE'],
  [expandDims, { axis: 9 }, 'HG_ARTIFACT_SHAPE'],
  [squeeze, { axis: 1 }, 'HG_ARTIFACT_SHAPE'],
  [squeeze, { axis: null }, 'HG_UNSUPPORTED_FIELD'],
  [sum, { axis: [1, -2] }, 'HG_ARTIFACT_SHAPE'],
  [sum, { initial: 3 }, 'HG_ARTIFACT_FIELD'],
  [sum, { axis: Array(1000).fill(1) }, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`${operation.keras} refuses ${JSON.stringify(config).slice(0, 60)}: ${code}`, () => {
    assert.throws(() => run(operation, config), { code });
  });
