import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cursor } from './cursor.ts';
import { bytesSource, slice } from './source.ts';

test('A source gives exactly the bytes asked for', async (t) => {
  const source = bytesSource(Uint8Array.of(1, 2, 3, 4, 5));
  await t.test('whole, part and none', () => {
    assert.deepEqual([...source.read(0, 5)], [1, 2, 3, 4, 5]);
    assert.deepEqual([...source.read(2, 2)], [3, 4]);
    assert.deepEqual([...source.read(5, 0)], []);
  });
  for (const [offset, length] of [
    [4, 2],
    [6, 0],
    [-1, 1],
    [0, -1],
    [0.5, 1],
    [0, Number.NaN],
    [2 ** 53, 1],
    [1, Number.POSITIVE_INFINITY],
  ] as const)
    await t.test(`refuses ${length} bytes at ${offset}`, () =>
      assert.throws(() => source.read(offset, length), { code: 'HG_ARTIFACT_TRUNCATED', where: { offset } }),
    );
  await t.test('a window cannot see past its edges', () => {
    const window = slice(source, 1, 3);
    assert.deepEqual([...window.read(0, 3)], [2, 3, 4]);
    assert.throws(() => window.read(2, 2), { code: 'HG_ARTIFACT_TRUNCATED' });
    assert.throws(() => slice(source, 3, 3), { code: 'HG_ARTIFACT_TRUNCATED' });
  });
});

test('A cursor reads little-endian numbers and stays inside', async (t) => {
  await t.test('numbers', () => {
    const cursor = new Cursor(Uint8Array.of(1, 2, 1, 3, 0, 0, 1, 4, 0, 0, 0, 0, 0, 0, 0, 9), { base: 100 });
    assert.deepEqual([cursor.u8(), cursor.u16(), cursor.u32(), cursor.u64(), cursor.remaining, cursor.offset], [1, 0x102, 0x1000003, 4, 1, 115]);
  });
  await t.test('an offset past 2^53 is refused, not rounded', () =>
    assert.throws(() => new Cursor(new Uint8Array(8).fill(255), { code: 'HG_ARTIFACT_ZIP' }).u64(), { code: 'HG_ARTIFACT_ZIP' }),
  );
  await t.test('a short read names its place', () =>
    assert.throws(() => new Cursor(Uint8Array.of(1, 2), { code: 'HG_ARTIFACT_HDF5', base: 10 }).u32(), { code: 'HG_ARTIFACT_HDF5', where: { offset: 10 } }),
  );
  await t.test('a negative or broken length is refused', () => {
    assert.throws(() => new Cursor(new Uint8Array(4)).bytes(-1), { code: 'HG_ARTIFACT_TRUNCATED' });
    assert.throws(() => new Cursor(new Uint8Array(4)).skip(Number.NaN), { code: 'HG_ARTIFACT_TRUNCATED' });
  });
});
