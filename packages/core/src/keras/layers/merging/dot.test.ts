import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lowerLayer, type TestInput } from '../layers.testing.ts';
import { dot } from './dot.ts';

const of = (a: TestInput['dims'], b: TestInput['dims'], axes: number | number[]): string =>
  lowerLayer(dot, { axes }, [{ dims: a, mask: a.slice(0, 2) }, { dims: b }]).dims;

/** Shapes as `Dot.compute_output_shape` has them. */
test('Dot leaves the axes that it does not sum over, in their order', () => {
  assert.equal(of(['batch', 4], ['batch', 4], 1), 'batch,1');
  assert.equal(of(['batch', 4, 3], ['batch', 4], 1), 'batch,3');
  assert.equal(of(['batch', 'time', 3], ['batch', 'steps', 3], -1), 'batch,time,steps');
  assert.equal(of(['batch', 'rows', 'columns', 3], ['batch', 'steps', 3, 'more'], [3, 2]), 'batch,rows,columns,steps,more');
});

test('Dot hands on no mask', () => {
  assert.equal(lowerLayer(dot, { axes: 1 }, [{ dims: ['batch', 4], mask: ['batch'] }, { dims: ['batch', 4] }]).values[0]?.mask, undefined);
});

for (const [why, config, code] of [
  ['the batch', { axes: 0 }, 'HG_ARTIFACT_SHAPE'],
  ['axes of other sizes', { axes: [1, 2] }, 'HG_ARTIFACT_SHAPE'],
  ['one axis in a list', { axes: [1] }, 'HG_ARTIFACT_FIELD'],
  ['three axes', { axes: [1, 1, 1] }, 'HG_ARTIFACT_FIELD'],
  ['no axes', {}, 'HG_ARTIFACT_FIELD'],
] as const)
  test(`Dot refuses ${why}`, () => {
    assert.throws(() => lowerLayer(dot, config, [{ dims: ['batch', 4, 3] }, { dims: ['batch', 4, 5] }]), { code });
  });

test('Dot refuses three inputs, and whole numbers alone', () => {
  const x: TestInput = { dims: ['batch', 4] };
  assert.throws(() => lowerLayer(dot, { axes: 1 }, [x, x, x]), { code: 'HG_ARTIFACT_GRAPH' });
  assert.throws(
    () =>
      lowerLayer(dot, { axes: 1 }, [
        { ...x, dtype: 'int32' },
        { ...x, dtype: 'int32' },
      ]),
    { code: 'HG_UNSUPPORTED_DTYPE' },
  );
});
