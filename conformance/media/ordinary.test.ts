import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { bytesSource, openImage, readBmp, readWav, sniffMedia } from '@horngate/core/artifact';
import { bytesOf } from '@horngate/core/tensor';
import { DEFAULT_LIMITS } from '@horngate/core/words';
import { withChannels } from '../../packages/guests/src/pixels/channels.ts';
import { fitted } from '../../packages/guests/src/pixels/fit.ts';
import { openInput } from '../../packages/host/src/media/open-input.ts';
import { decodedBy, lockedMedia, mediaOptions } from './guests.testing.ts';

interface Image {
  readonly kind: 'exact' | 'lossy';
  readonly width: number;
  readonly height: number;
  readonly frames: number;
  readonly rgb?: string;
  readonly grey?: string;
  readonly pixels?: string;
}

interface Sound {
  readonly kind: 'sound';
  readonly dtype: string;
  readonly channels: number;
  readonly rate: number;
  readonly frames: number;
  readonly samples: string;
}

const at = (name: string): string => join(import.meta.dirname, 'ordinary', name);
const { files } = JSON.parse(readFileSync(at('expected.json'), 'utf8')) as { files: Readonly<Record<string, Image | Sound>> };
const sourceOf = (name: string) => bytesSource(readFileSync(at(name)));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const unpacked = (base64: string): Uint8Array => inflateSync(Buffer.from(base64, 'base64'));

/** Lossless formats to the bit; lossy ones within 2 of 255, as decoders may round. */
function agree(name: string, image: Image, rgb: Uint8Array, grey: Uint8Array): void {
  if (image.kind === 'exact') {
    assert.deepEqual([sha256(rgb), sha256(grey)], [image.rgb, image.grey], name);
    return;
  }
  const expected = unpacked(image.pixels ?? '');
  assert.equal(rgb.length, expected.length);
  const worst = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (rgb[index] as number))), 0);
  assert.ok(worst <= 2, `${name} differs by ${worst}`);
}

test('there are at least 60 ordinary files', () => assert.ok(Object.keys(files).length >= 60));

test('bitmaps are read as Pillow reads them', async (t) => {
  for (const [name, image] of Object.entries(files))
    if (image.kind !== 'sound' && name.startsWith('bmp-'))
      await t.test(name, () => {
        const { header, pixels } = readBmp(sourceOf(name), DEFAULT_LIMITS);
        assert.deepEqual([header.width, header.height, header.frames], [image.width, image.height, image.frames]);
        const rgb = { width: image.width, height: image.height, channels: 3, data: bytesOf(pixels()) };
        agree(name, image, rgb.data, withChannels(rgb, 1).data);
      });
});

test("sounds are read as Python's wave reads them", async (t) => {
  for (const [name, sound] of Object.entries(files))
    if (sound.kind === 'sound')
      await t.test(name, () => {
        const wav = readWav(sourceOf(name), DEFAULT_LIMITS);
        assert.deepEqual([wav.channels, wav.rate, wav.frames], [sound.channels, sound.rate, sound.frames]);
        const samples = wav.samples();
        assert.deepEqual([samples.dtype, samples.shape], [sound.dtype, [sound.frames, sound.channels]]);
        assert.equal(sha256(bytesOf(samples)), sound.samples);
      });
});

test('images are decoded as Pillow decodes them, by a guest that is locked', async (t) => {
  const guest = await lockedMedia(await mediaOptions());
  for (const [name, image] of Object.entries(files)) {
    const format = sniffMedia(sourceOf(name));
    if (image.kind === 'sound' || format === 'bmp' || format === 'wav' || format === undefined) continue;
    await t.test(name, async () => {
      const { header, still } = openImage(format, sourceOf(name), DEFAULT_LIMITS);
      assert.deepEqual([header.width, header.height, header.frames], [image.width, image.height, image.frames]);
      const rgb = await decodedBy(guest, still(), header, 3);
      const grey = await decodedBy(guest, still(), header, 1);
      agree(name, image, bytesOf(rgb), bytesOf(grey));
    });
  }
});

test('images are resized as keras.ops.image.resize does', async (t) => {
  const { rows } = JSON.parse(readFileSync(at('fits.json'), 'utf8')) as {
    rows: readonly { fit: 'stretch' | 'pad' | 'crop'; size: [number, number]; float32: string }[];
  };
  assert.ok(rows.length >= 15);
  const guest = await lockedMedia(await mediaOptions());
  const { header, still } = openImage('png', sourceOf('png-rgb.png'), DEFAULT_LIMITS);
  const data = bytesOf(await decodedBy(guest, still(), header, 3));
  for (const { fit, size, float32 } of rows)
    await t.test(`${fit} to ${size.join(' x ')}`, () => {
      const expected = new Float32Array(new Uint8Array(unpacked(float32)).buffer);
      const found = fitted({ width: header.width, height: header.height, channels: 3, data }, ...size, fit);
      assert.equal(found.length, expected.length);
      const worst = expected.reduce((most, value, index) => Math.max(most, Math.abs(value - (found[index] as number))), 0);
      assert.ok(worst < 1e-3, `differs by ${worst} of 255`);
    });
});

test('a file goes all the way through both guests, whatever its format', async (t) => {
  const options = await mediaOptions();
  for (const name of ['png-rgb.png', 'jpeg-usual.jpg', 'webp-lossless.webp', 'gif-palette.gif', 'tiff-lzw.tif', 'bmp-rgb.bmp'])
    await t.test(name, async () => {
      const input = await openInput(at(name), options);
      try {
        const { tensors, fit } = await input.feed([{ name: 'x', dtype: 'float32', shape: ['batch', 20, 24, 3] }], { pixels: '0..1' });
        assert.deepEqual([tensors['x']?.dtype, tensors['x']?.shape, fit], ['float32', [1, 20, 24, 3], null]);
      } finally {
        input.close();
      }
    });
  await t.test('wav-16.wav', async () => {
    const input = await openInput(at('wav-16.wav'), options);
    try {
      const { tensors } = await input.feed([{ name: 'x', dtype: 'float32', shape: ['batch', 'time'] }]);
      assert.deepEqual(tensors['x']?.shape, [1, 50]);
      const stored = readWav(sourceOf('wav-16.wav'), DEFAULT_LIMITS).samples().data as Int16Array;
      assert.deepEqual(
        tensors['x']?.data,
        Float32Array.from(stored, (value) => value / 32768),
      );
    } finally {
      input.close();
    }
  });
});
