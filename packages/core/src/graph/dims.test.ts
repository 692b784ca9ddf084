import assert from 'node:assert/strict';
import test from 'node:test';
import { numbers } from '../onnx/run.testing.ts';
import { addDims, broadcastDims, ceilDiv, type Dim, dimText, floorDiv, isKnown, multiplyDims, sameDim, scaleDim, symbol } from './dims.ts';
import { sizeOfDim } from './passes/estimate.ts';

const time = symbol('time');
const batch = symbol('batch');

test('sizes are written as a reader expects them', () => {
  assert.equal(dimText(addDims(scaleDim(time, 2), batch, -1)), 'batch + 2*time - 1');
  assert.equal(dimText(ceilDiv(time, 2)), 'floor((time + 1)/2)');
  assert.equal(dimText(multiplyDims([time, batch])), '(batch)*(time)');
  assert.equal(dimText(addDims(ceilDiv(time, 2), scaleDim(ceilDiv(time, 2), -1))), '0');
});

test('equal sizes have one form', async (t) => {
  const equal: Readonly<Record<string, readonly [Dim, Dim]>> = {
    'what is added and taken away': [addDims(time, 2, -2), time],
    'the order of a sum': [addDims(time, batch), addDims(batch, time)],
    'the order of a product': [multiplyDims([time, batch]), multiplyDims([batch, time])],
    'a factor that divides': [floorDiv(scaleDim(time, 4), 2), scaleDim(time, 2)],
    'a division by one': [floorDiv(time, 1), time],
    'the product with a number': [multiplyDims([3, time, 2]), scaleDim(time, 6)],
    'the product with zero': [multiplyDims([0, time]), 0],
    'a sum that is a number': [addDims(time, scaleDim(time, -1), 7), 7],
  };
  for (const [name, [a, b]] of Object.entries(equal)) await t.test(name, () => assert.ok(sameDim(a, b), `${dimText(a)}, ${dimText(b)}`));
  await t.test('and different ones do not', () => assert.ok(!sameDim(ceilDiv(time, 2), floorDiv(time, 2))));
});

test('arithmetic of expressions is arithmetic of their values', () => {
  const next = numbers(3);
  const pick = (most: number): number => Math.floor(((next() + 1) / 2) * most) % most;
  const sizes = new Map([
    ['time', 17],
    ['batch', 5],
  ]);
  for (let round = 0; round < 3000; round++) {
    let [dim, value]: [Dim, number] = pick(2) === 0 ? [time, 17] : [batch, 5];
    for (let step = pick(5) + 1; step > 0; step--) {
      const by = pick(4) + 1;
      const change: readonly (readonly [Dim, number])[] = [
        [addDims(dim, by), value + by],
        [addDims(dim, batch), value + 5],
        [scaleDim(dim, by), value * by],
        [floorDiv(dim, by), Math.floor(value / by)],
        [ceilDiv(dim, by), Math.ceil(value / by)],
        [multiplyDims([dim, time]), value * 17],
      ];
      [dim, value] = change[pick(change.length)] as readonly [Dim, number];
    }
    assert.equal(sizeOfDim(dim, sizes), value, dimText(dim));
  }
});

test('NumPy broadcasting', async (t) => {
  // numpy.broadcast_shapes, 2.x, for the numbers; a symbol next to 1 or to a number stands for what Keras takes it for.
  const cases: readonly (readonly [readonly Dim[], readonly Dim[], readonly Dim[] | undefined])[] = [
    [[2, 3], [3], [2, 3]],
    [
      [2, 1, 4],
      [3, 1],
      [2, 3, 4],
    ],
    [[], [5], [5]],
    [[0], [1], [0]],
    [[2], [3], undefined],
    [[2, 3], [2], undefined],
    [
      [batch, 1],
      [1, time],
      [batch, time],
    ],
    [
      [batch, 3],
      [4, 3],
      [4, 3],
    ],
    [[batch], [1], [batch]],
  ];
  for (const [a, b, wanted] of cases)
    await t.test(`[${a.map(dimText)}] with [${b.map(dimText)}]`, () => {
      assert.deepEqual(broadcastDims(a, b), wanted);
      assert.deepEqual(broadcastDims(b, a), wanted);
    });
});

test('a formula that grows with every layer is stopped', () => {
  let dim = time;
  assert.throws(
    () => {
      for (let layer = 0; layer < 20_000; layer++) dim = addDims(ceilDiv(dim, 3), 1);
    },
    { code: 'HG_LIMIT_DEPTH' },
  );
  assert.ok(!isKnown(dim) && dimText(dim).length < 2048);
});
