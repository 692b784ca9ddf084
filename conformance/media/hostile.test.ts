import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { closeSync, cpSync, ftruncateSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { bytesSource, openImage } from '@horngate/core/artifact';
import type { Tensor } from '@horngate/core/tensor';
import { HorngateError } from '@horngate/core/words';
import type { Guest } from '@horngate/sandbox';
import { startDecoder } from '../../packages/host/src/guests.ts';
import { openInput } from '../../packages/host/src/media/open-input.ts';
import type { HostOptions } from '../../packages/host/src/options.ts';
import { decodedBy, lockedMedia, mediaOptions, peakBytes } from './guests.testing.ts';
import { hostileMedia, packedBombs } from './hostile.testing.ts';

const GOOD = readFileSync(join(import.meta.dirname, 'ordinary/png-rgb.png'));
const MOST_GROWTH = 64 * 2 ** 20;

/** Runs `work` with a descriptor of the bytes, and of a hole behind them. */
async function withFile<T>(bytes: Uint8Array, size: number, work: (fd: number) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-hostile-'));
  const fd = openSync(join(folder, 'input'), 'w+');
  try {
    writeSync(fd, bytes);
    ftruncateSync(fd, size);
    return await work(fd);
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
}

interface Outcome {
  readonly code: string | null;
  /** Of the guest that grew most, measured from outside. */
  readonly growth: number;
  readonly picture: Tensor | null;
}

/** What becomes of a file in a decoder guest of its own and, where that lets it pass, in the media guest. */
async function tried(bytes: Uint8Array, size: number, media: Guest, options: HostOptions): Promise<Outcome> {
  return withFile(bytes, size, async (fd) => {
    const decoder = await startDecoder(options, fd, size);
    const before = [peakBytes(decoder), peakBytes(media)] as const;
    const growth = (): number => Math.max(peakBytes(decoder) - before[0], peakBytes(media) - before[1]);
    try {
      const picture = await decoded(decoder, media, size, options);
      return { code: null, growth: growth(), picture };
    } catch (error) {
      assert.ok(error instanceof HorngateError);
      return { code: error.code, growth: growth(), picture: null };
    } finally {
      decoder.kill();
    }
  });
}

async function decoded(decoder: Guest, media: Guest, size: number, options: HostOptions): Promise<Tensor | null> {
  const { result } = await decoder.channel.call('decode', { files: [{ fd: 3, path: 'input', bytes: size }], limits: options.policy.limits }, [], {});
  const { medium } = result as { medium: { kind: string; width: number; height: number } };
  const ask = medium.kind === 'sound' ? 'samples' : medium.kind === 'picture' ? 'fed' : 'still';
  const { tensors } = await decoder.channel.call(ask, { channels: 3, size: null, pixels: '0..255' }, [], {});
  return ask === 'still' ? decodedBy(media, tensors[0]?.data as Uint8Array, medium, 3) : null;
}

test('media/hostile: hostile files are refused before a guest grows by 64 MB', async (t) => {
  const options = await mediaOptions();
  const media = await lockedMedia(options);
  const files = hostileMedia();
  assert.ok(files.length >= 40);
  for (const { name, code, bytes, size } of files)
    await t.test(name, async () => {
      const found = await tried(bytes, size ?? bytes.length, media, options);
      assert.equal(found.code, code);
      assert.ok(found.growth < MOST_GROWTH, `grew by ${found.growth}`);
    });
  await t.test('and the guest still decodes', async () => {
    const { code, picture } = await tried(GOOD, GOOD.length, media, options);
    assert.deepEqual([code, picture?.shape], [null, [20, 24, 3]]);
  });
});

test('media/metadata: what is no picture never reaches the decoder', async (t) => {
  const options = await mediaOptions();
  const media = await lockedMedia(options);
  const plain = await tried(GOOD, GOOD.length, media, options);
  for (const { name, bytes } of packedBombs())
    await t.test(name, async () => {
      const found = await tried(bytes, bytes.length, media, options);
      assert.deepEqual(found.picture, plain.picture);
      const kept = Buffer.from(openImage('png', bytesSource(bytes), options.policy.limits).still()).toString('latin1');
      assert.doesNotMatch(kept, /zTXt|iTXt|iCCP/);
      assert.ok(found.growth < MOST_GROWTH / 4, `grew by ${found.growth}`);
    });
});

test('media/lock: no foreign byte reaches a media guest that has not locked itself', async (t) => {
  const options = await mediaOptions();
  const guests = mkdtempSync(join(dirname(options.guests), 'edited-'));
  t.after(() => rmSync(guests, { recursive: true, force: true }));
  cpSync(options.guests, guests, { recursive: true });
  const bundle = readFileSync(join(guests, 'media.cjs'), 'utf8');
  assert.equal(bundle.split('await lockForGood();').length, 2);
  const edited = bundle.replace('await lockForGood();', '');
  writeFileSync(join(guests, 'media.cjs'), edited);
  const sha256 = createHash('sha256').update(edited).digest('hex');
  const { bundles } = JSON.parse(readFileSync(join(guests, 'bundles.json'), 'utf8')) as { bundles: { file: string }[] };
  writeFileSync(
    join(guests, 'bundles.json'),
    JSON.stringify({ version: 1, bundles: bundles.map((row) => (row.file === 'media.cjs' ? { ...row, sha256 } : row)) }),
  );
  const path = join(import.meta.dirname, 'ordinary/png-rgb.png');
  (await openInput(path, options)).close();
  await assert.rejects(openInput(path, { ...options, guests }), { code: 'HG_GUEST_START', message: /seccomp-lock/ });
});
