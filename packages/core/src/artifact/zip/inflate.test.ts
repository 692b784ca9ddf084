import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as zlib from 'node:zlib';
import { HorngateError } from '../../words/error.ts';
import { crc32 } from './crc32.ts';
import { pureInflate } from './inflate.ts';

/** Bytes that come back (mulberry32), with as many repetitions as `period` makes. */
function noise(length: number, seed: number, period = length): Uint8Array {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t ^= t + Math.imul(t ^ (t >>> 7), 61 | t);
    return t ^ (t >>> 14);
  };
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; at++) bytes[at] = at < period ? next() & (seed % 2 ? 255 : 15) : (bytes[at - period] as number);
  return bytes;
}

const SAMPLES = [0, 1, 2, 255, 4097, 70_000].flatMap((length) => [
  noise(length, 1),
  noise(length, 2),
  noise(length, 3, 7),
  noise(length, 4, 1),
  noise(length, 5, 3000),
]);

test('What node:zlib packs comes back', async (t) => {
  for (const level of [0, 1, 6, 9])
    for (const strategy of [zlib.constants.Z_DEFAULT_STRATEGY, zlib.constants.Z_FIXED, zlib.constants.Z_HUFFMAN_ONLY, zlib.constants.Z_RLE])
      await t.test(`level ${level}, strategy ${strategy}`, () => {
        for (const sample of SAMPLES) {
          assert.deepEqual(pureInflate.raw(zlib.deflateRawSync(sample, { level, strategy }), sample.length), sample);
          assert.deepEqual(pureInflate.zlib(zlib.deflateSync(sample, { level, strategy }), sample.length), sample);
        }
      });
});

test('Only maxBytes come out', async (t) => {
  const bomb = zlib.deflateRawSync(new Uint8Array(10_000_000));
  await t.test('a bomb stops at the budget', () => assert.throws(() => pureInflate.raw(bomb, 9_999_999), { code: 'HG_LIMIT_RATIO' }));
  await t.test('a budget of nothing', () => assert.throws(() => pureInflate.raw(bomb, 0), { code: 'HG_LIMIT_RATIO' }));
  await t.test('a budget that just fits', () => assert.equal(pureInflate.raw(bomb, 10_000_000).length, 10_000_000));
  await t.test('a budget of a terabyte takes no memory', () => assert.equal(pureInflate.raw(bomb, 2 ** 40).length, 10_000_000));
});

test('Broken streams are refused', async (t) => {
  const packed = zlib.deflateRawSync(noise(2000, 2));
  await t.test('every cut is one that is truncated', () => {
    for (let length = 0; length < packed.length; length++)
      assert.throws(() => pureInflate.raw(packed.subarray(0, length), 2000), { code: 'HG_ARTIFACT_TRUNCATED' });
  });
  await t.test('bytes behind the last block', () => assert.throws(() => pureInflate.raw(Uint8Array.of(...packed, 0), 2000), { code: 'HG_ARTIFACT_ZIP' }));
  await t.test('a wrong Adler-32', () => {
    const wrong = Uint8Array.from(zlib.deflateSync(noise(2000, 2)));
    wrong[wrong.length - 1] = (wrong[wrong.length - 1] as number) ^ 1;
    assert.throws(() => pureInflate.zlib(wrong, 2000), { code: 'HG_ARTIFACT_HDF5' });
  });
  await t.test('changed bytes give what zlib gives, or its refusal', () => {
    for (let at = 0; at < packed.length; at++)
      for (const bit of [0, 3, 6]) {
        const changed = Uint8Array.from(packed);
        changed[at] = (changed[at] as number) ^ (1 << bit);
        assert.deepEqual(
          attempt(() => pureInflate.raw(changed, 5000)),
          attempt(() => native(changed)),
          `byte ${at}, bit ${bit}`,
        );
      }
  });
});

/** zlib's answer under our rules: all packed bytes used, at most 5000 bytes out. */
function native(packed: Uint8Array): Uint8Array {
  const { buffer, engine } = zlib.inflateRawSync(packed, { info: true, maxOutputLength: 5000 } as zlib.ZlibOptions) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  if (engine.bytesWritten !== packed.length) throw new Error('bytes follow');
  return Uint8Array.from(buffer);
}

function attempt(inflate: () => Uint8Array): Uint8Array | 'refused' {
  try {
    return inflate();
  } catch (error) {
    assert.ok(!(error instanceof HorngateError) || error.code !== 'HG_INTERNAL');
    return 'refused';
  }
}

test('crc32 is that of the specification', async (t) => {
  await t.test('check value', () => assert.equal(crc32(new Uint8Array([...'123456789'].map((c) => c.charCodeAt(0)))), 0xcbf43926));
  await t.test('any length, in parts', () => {
    for (let length = 0; length < 40; length++) {
      const bytes = noise(length, length);
      const cut = length >> 1;
      assert.equal(crc32(bytes.subarray(cut), crc32(bytes.subarray(0, cut))), zlib.crc32(bytes));
    }
  });
});
