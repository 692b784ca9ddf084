import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { AnyOperation } from '../define-operation.ts';
import { cholesky } from './cholesky.ts';
import { det } from './det.ts';
import { inv } from './inv.ts';
import { luFactor } from './lu-factor.ts';
import { norm } from './norm.ts';
import { lowerOperation, type TestTensor } from './operations.testing.ts';
import { qr } from './qr.ts';
import { solve } from './solve.ts';

const of = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes });
const dims = (operation: AnyOperation, config: JsonObject, ...inputs: readonly TestTensor[]): string => lowerOperation(operation, inputs, config).dims;

test('matrices stand on the last two axes', () => {
  assert.equal(dims(det, {}, of('batch', 2, 3, 3)), 'batch,2');
  assert.equal(dims(inv, {}, of('batch', 3, 3)), 'batch,3,3');
  assert.equal(dims(solve, {}, of('batch', 3, 3), of('batch', 3)), 'batch,3');
  assert.equal(dims(qr, {}, of('batch', 4, 2)), 'batch,4,2');
  assert.equal(dims(qr, { mode: 'complete' }, of('batch', 4, 2)), 'batch,4,4');
  assert.equal(dims(norm, { axis: [2, 1], ord: 1, keepdims: true }, of('batch', 4, 2)), 'batch,1,1');
});

test('the work on a matrix is bounded by its order', () => {
  assert.ok(lowerOperation(inv, [of('batch', 16, 16)]).nodes.length < 500);
});

for (const [operation, config, inputs, code] of [
  [det, {}, [of('b', 3, 4)], 'HG_ARTIFACT_SHAPE'],
  [det, {}, [of('b', 3, 'n')], 'HG_ARTIFACT_SHAPE'],
  [inv, {}, [of('b', 17, 17)], 'HG_UNSUPPORTED_FIELD'],
  [inv, {}, [{ dims: ['b', 3, 3], dtype: 'int32' }], 'HG_UNSUPPORTED_DTYPE'],
  [solve, {}, [of('b', 3, 3), of('b', 4, 1)], 'HG_ARTIFACT_SHAPE'],
  [solve, {}, [of('b', 3, 3), of(1, 3, 1)], 'HG_ARTIFACT_SHAPE'],
  [cholesky, {}, [of('b', 3)], 'HG_ARTIFACT_SHAPE'],
  [luFactor, {}, [of('b', 3, 3)], 'HG_ARTIFACT_SHAPE'],
  [norm, { ord: 'nuc', axis: [1, 2] }, [of('b', 3, 3)], 'HG_UNSUPPORTED_FIELD'],
  [norm, { ord: 2, axis: [1, 2] }, [of('b', 3, 3)], 'HG_UNSUPPORTED_FIELD'],
  [norm, { ord: 'one' }, [of('b', 3, 3)], 'HG_ARTIFACT_FIELD'],
  [norm, {}, [of('b', 3, 3)], 'HG_ARTIFACT_SHAPE'],
] as readonly (readonly [AnyOperation, JsonObject, readonly TestTensor[], string])[])
  test(`${operation.keras} refuses ${JSON.stringify(config)} on ${JSON.stringify(inputs.map(({ dims }) => dims))}`, () => {
    assert.throws(() => lowerOperation(operation, inputs, config), { code });
  });
