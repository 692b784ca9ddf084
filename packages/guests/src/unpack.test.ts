import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { HorngateError } from '@horngate/core/words';
import { unpack } from './unpack.ts';

/** By python-zstandard (`tools/oracle/packed.py`). */
const { cases } = JSON.parse(readFileSync(resolve(import.meta.dirname, '../../core/src/artifact/packed/known/packed.json'), 'utf8')) as {
  cases: readonly { readonly kind: string; readonly name: string; readonly packed: string; readonly sha256: string; readonly bytes: number }[];
};
const KNOWN = cases.filter(({ kind }) => kind === 'zstd').map((one) => ({ ...one, data: new Uint8Array(Buffer.from(one.packed, 'base64')) }));
const zstd = (data: Uint8Array, maxBytes = 1 << 20): Uint8Array => unpack.zstd?.(data, maxBytes) ?? assert.fail();

test('what libzstd packs comes out again', async (t) => {
  for (const { name, data, sha256 } of KNOWN) await t.test(name, () => assert.equal(createHash('sha256').update(zstd(data)).digest('hex'), sha256));
});

test('nothing comes out past the budget', async (t) => {
  for (const { name, data, bytes } of KNOWN.filter(({ bytes }) => bytes > 1000))
    await t.test(name, () => assert.throws(() => zstd(data, bytes - 1), { code: 'HG_LIMIT_RATIO' }));
});

test('scanner/zstd-claims: a window that takes memory before anything comes is refused, in whichever frame it stands', async (t) => {
  const claims = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0xa8, 1, 0, 0); // 2^31 bytes, then an empty last block
  const skippable = Uint8Array.of(0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3);
  const first = KNOWN.find(({ name }) => name === 'zstd of text')?.data ?? assert.fail();
  const second = Buffer.concat([first, claims]);
  const content = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 255, 255, 255, 127, 1, 0, 0); // one segment of 2^31 - 1 bytes
  await t.test('a content that lies', () => assert.throws(() => zstd(content), { code: 'HG_LIMIT_RATIO' }));
  for (const [name, data] of Object.entries({ claims, skippable: Buffer.concat([skippable, claims]), second }))
    await t.test(name, () => assert.throws(() => zstd(new Uint8Array(data)), { code: 'HG_LIMIT_MEMORY' }));
});

test('damaged data stop with an error of the file', () => {
  // Behind the byte of flags: another window would be 128 MB of memory each time.
  let state = 3;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  for (let round = 0; round < 1000; round++) {
    const data = Uint8Array.from(KNOWN[round % KNOWN.length]?.data ?? []);
    for (let edits = 0; edits < 3; edits++) data[5 + next(Math.min(200, data.length - 5))] = next(256);
    try {
      zstd(data.subarray(0, next(3) === 0 ? next(data.length) : data.length), 1 << 18);
    } catch (error) {
      assert.ok(error instanceof HorngateError, String(error));
    }
  }
});

test('scanner/zstd-checksum: the checksum of each frame is compared, and what came out is kept', async (t) => {
  const checked = KNOWN.filter(({ data, bytes }) => bytes > 0 && ((data[4] as number) & 4) !== 0);
  assert.ok(checked.length > 0);
  for (const { name, data, bytes } of checked)
    await t.test(name, () => {
      const faults: HorngateError[] = [];
      const note = (error: HorngateError): void => void faults.push(error);
      unpack.zstd?.(data, 1 << 20, note);
      assert.deepEqual(faults, []);
      const changed = Uint8Array.from([...data.subarray(0, -1), (data.at(-1) as number) ^ 1]);
      assert.equal(unpack.zstd?.(changed, 1 << 20, note).length, bytes);
      assert.deepEqual(
        faults.map(({ code }) => code),
        ['HG_ARTIFACT_ARCHIVE'],
      );
    });
});

test('scanner/zstd-windows: many frames take no more memory than a budget, one after the other', async (t) => {
  const empty = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x88, 1, 0, 0); // 128 MiB of window, and an empty last block
  await t.test('windows that nothing can fill are not taken', () => {
    const began = process.cpuUsage().user;
    assert.equal(zstd(Buffer.concat(Array.from({ length: 20_000 }, () => empty))).length, 0);
    assert.ok(process.cpuUsage().user - began < 20e6);
  });
  await t.test('blocks that could fill them', () => {
    // A compressed block with a literal of one byte, repeated, and no sequences: 128 KiB at most, for all that is known beforehand.
    const block = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 0x88, 0x1d, 0, 0, 0x09, 0x61, 0);
    assert.equal(Buffer.from(zstd(block)).toString(), 'a');
    assert.throws(() => zstd(Buffer.concat(Array.from({ length: 20_000 }, () => block))), { code: 'HG_LIMIT_MEMORY' });
  });
});

test('what came before a frame that is broken is kept, where faults are taken', () => {
  const first = KNOWN.find(({ name }) => name === 'zstd of text') ?? assert.fail();
  const lies = Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 1, 0, 1, 0, 0); // 65,536 bytes in one empty block
  for (const broken of [lies, Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), first.data.subarray(0, 60)]) {
    const faults: string[] = [];
    const out = unpack.zstd?.(new Uint8Array(Buffer.concat([first.data, broken])), 1 << 20, ({ code }) => faults.push(code)) ?? assert.fail();
    assert.equal(createHash('sha256').update(out.subarray(0, first.bytes)).digest('hex'), first.sha256);
    assert.deepEqual(faults, ['HG_ARTIFACT_ARCHIVE']);
  }
});
