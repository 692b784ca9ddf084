import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../artifact/json/json.ts';
import type { AnyOperation } from '../define-operation.ts';
import type { Operand } from '../operand.ts';
import { lowerOperation, number, type TestTensor } from './operations.testing.ts';
import { rearrange } from './rearrange.ts';
import { saturateCast } from './saturate-cast.ts';
import { scatter } from './scatter.ts';
import { scatterUpdate } from './scatter-update.ts';
import { slice } from './slice.ts';
import { sliceUpdate } from './slice-update.ts';
import { stopGradient } from './stop-gradient.ts';
import { unstack } from './unstack.ts';

const of = (...sizes: readonly (number | string)[]): TestTensor => ({ dims: sizes });
const places = (...sizes: readonly number[]): TestTensor => ({ dims: sizes, dtype: 'int32' });
const list = (...items: readonly number[]): Operand => ({ kind: 'list', items: items.map((item) => number(item)) });
const text = (value: string): Operand => ({ kind: 'json', value });

test('a slice has the sizes that it asks for, and what is left for -1', () => {
  assert.equal(lowerOperation(slice, [of('batch', 5, 4), list(0, 1, 2)], { shape: [-1, 3, -1] }).dims, 'batch,3,2');
  assert.equal(lowerOperation(slice, [of('batch', 5, 4), list(1, 0, 0)], { shape: [-1, -1, -1] }).dims, 'batch - 1,5,4');
});

test('scatters keep the shape of what they change', () => {
  assert.equal(lowerOperation(scatter, [places(3, 1), of(3, 4)], { shape: [5, 4] }).dims, '5,4');
  assert.equal(lowerOperation(scatterUpdate, [of(3, 'batch', 4), places(2, 1), of(2, 'batch', 4)], { reduction: 'add' }).dims, '3,batch,4');
  assert.equal(lowerOperation(sliceUpdate, [of('batch', 5, 4), list(0, 1, 2), of('batch', 2, 2)]).dims, 'batch,5,4');
});

test('patterns are taken apart and put together', () => {
  const run = (pattern: string, dims: TestTensor): string => lowerOperation(rearrange, [dims, text(pattern)]).dims;
  assert.equal(run('b h w -> w (b h)', of('batch', 4, 6)), '6,4*batch');
  assert.equal(run('b h w->b (h w)', of(1, 4, 6)), '1,24');
});

test('what stops a gradient is another tensor than its argument', () => {
  assert.deepEqual(lowerOperation(stopGradient, [of('batch', 3)]).ops, ['Cast']);
});

for (const [operation, config, inputs, code] of [
  [slice, { shape: [-1, 3] }, [of('batch', 5), list(0, 3)], 'HG_ARTIFACT_SHAPE'],
  [slice, { shape: [-1, 3] }, [of('batch', 5), list(0, -1)], 'HG_ARTIFACT_SHAPE'],
  [slice, { shape: [-1, 3] }, [of('batch', 5), list(0)], 'HG_ARTIFACT_SHAPE'],
  [slice, { shape: [-2, 3] }, [of('batch', 5), list(0, 0)], 'HG_ARTIFACT_FIELD'],
  [sliceUpdate, {}, [of('batch', 5), list(0, 0), of('batch', 6)], 'HG_ARTIFACT_SHAPE'],
  [sliceUpdate, {}, [of('batch', 5), list(0, 0), { dims: ['batch', 2], dtype: 'int32' }], 'HG_ARTIFACT_SHAPE'],
  [scatter, { shape: [null, 4] }, [places(3, 1), of(3, 4)], 'HG_ARTIFACT_FIELD'],
  [scatterUpdate, {}, [of(3, 4), places(2, 3), of(2)], 'HG_ARTIFACT_SHAPE'],
  [scatterUpdate, {}, [of(3, 4), places(2, 1), of(2, 1, 4)], 'HG_ARTIFACT_SHAPE'],
  [scatterUpdate, {}, [of(3, 'batch'), places(2, 2), of(2)], 'HG_UNSUPPORTED_FIELD'],
  [scatterUpdate, { reduction: 'mean' }, [of(3, 4), places(2, 1), of(2, 4)], 'HG_ARTIFACT_FIELD'],
  [saturateCast, { dtype: 'float32' }, [places(3)], 'HG_UNSUPPORTED_DTYPE'],
  [saturateCast, { dtype: 'int32' }, [of(3)], 'HG_UNSUPPORTED_DTYPE'],
  [unstack, { num: 3, axis: 1 }, [of('batch', 4)], 'HG_ARTIFACT_SHAPE'],
  [unstack, { axis: 0 }, [of('batch', 4)], 'HG_ARTIFACT_SHAPE'],
  [unstack, { axis: 1 }, [of('batch', 5000)], 'HG_UNSUPPORTED_FIELD'],
  [rearrange, {}, [of(1, 4), text('b h -> b')], 'HG_UNSUPPORTED_FIELD'],
  [rearrange, {}, [of(1, 4), text('b h -> h h')], 'HG_UNSUPPORTED_FIELD'],
  [rearrange, {}, [of(1, 4), text('b ... -> ... b')], 'HG_UNSUPPORTED_FIELD'],
  [rearrange, {}, [of(1, 4), text('b (h k) -> b h k')], 'HG_ARTIFACT_SHAPE'],
] as readonly (readonly [AnyOperation, JsonObject, readonly (TestTensor | Operand)[], string])[])
  test(`${operation.keras} refuses ${JSON.stringify(config)} on ${JSON.stringify(inputs)}`, () => {
    assert.throws(() => lowerOperation(operation, inputs, config), { code });
  });
