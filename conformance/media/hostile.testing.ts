import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { crc32, writeZip } from '@horngate/core/artifact';

export interface Hostile {
  readonly name: string;
  /** Code with which it must be refused. */
  readonly code: string;
  readonly bytes: Uint8Array;
  /** Zeros to this size follow, as a hole in the file. */
  readonly size?: number;
}

const ordinary = (name: string): Buffer => readFileSync(join(import.meta.dirname, 'ordinary', name));
const be32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer).reverse();
const le32 = (value: number): Buffer => Buffer.from(Uint32Array.of(value).buffer);
const le16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer);
const be16 = (value: number): Buffer => Buffer.from(Uint16Array.of(value).buffer).reverse();
const zip = Buffer.from(writeZip([{ path: 'a.txt', bytes: Buffer.from('hello') }]));
const joined = (...parts: readonly (Uint8Array | string)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)));

/** A copy with other bytes at an offset. */
function patched(bytes: Buffer, at: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const out = Buffer.from(bytes);
  joined(...parts).copy(out, at);
  return out;
}

const chunk = (type: string, data: Uint8Array = Buffer.alloc(0)): Buffer => joined(be32(data.length), type, data, be32(crc32(joined(type, data))));
const ihdr = (width: number, height: number, bits = 8, colour = 2): Buffer =>
  chunk('IHDR', joined(be32(width), be32(height), Uint8Array.of(bits, colour, 0, 0, 0)));
const SIGNATURE = '\x89PNG\r\n\x1a\n';
const rows = (width: number, height: number): Buffer => deflateSync(Buffer.alloc((3 * width + 1) * height));
const png = (...chunks: readonly Buffer[]): Buffer => joined(SIGNATURE, ...chunks);
const IEND = chunk('IEND');
const IDAT = chunk('IDAT', rows(10, 10));

function pngs(): Hostile[] {
  const good = ordinary('png-rgb.png');
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `png: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    { name: 'png: 100,000 x 100,000 pixels', code: 'HG_LIMIT_TENSOR', bytes: png(ihdr(100_000, 100_000), IDAT, IEND) },
    { name: 'png: 2^31 - 1 pixels each way', code: 'HG_LIMIT_TENSOR', bytes: png(ihdr(2 ** 31 - 1, 2 ** 31 - 1), IDAT, IEND) },
    input('no pixels', png(ihdr(0, 10), IDAT, IEND)),
    input('8,000 x 8,000 pixels in a few bytes', png(ihdr(8000, 8000), IDAT, IEND)),
    { name: 'png: 50 MB of zeros for 10 x 10 pixels', code: 'HG_LIMIT_BYTES', bytes: png(ihdr(10, 10), chunk('IDAT', deflateSync(Buffer.alloc(50e6))), IEND) },
    {
      name: 'png: 10,001 frames',
      code: 'HG_LIMIT_ENTRIES',
      bytes: png(ihdr(10, 10), ...Array.from({ length: 10_001 }, () => chunk('fcTL', Buffer.alloc(26))), IDAT, IEND),
    },
    { name: 'png: 17 MB of text', code: 'HG_LIMIT_BYTES', bytes: png(ihdr(10, 10), joined(be32(17e6), 'tEXt')), size: 17.1e6 },
    { name: 'png: text of 2 GB that is not there', code: 'HG_INPUT_FORMAT', bytes: png(ihdr(10, 10), joined(be32(0x7fffffff), 'tEXt'), IDAT, IEND) },
    input('a wrong checksum', patched(good, good.indexOf('IDAT') + 10, '\x55')),
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('without its end', good.subarray(0, good.length - 12)),
    input('pixels that end too soon', png(ihdr(10, 10), chunk('IDAT', rows(10, 10).subarray(0, 12)), IEND)),
    input('pixels of fewer rows', png(ihdr(10, 10), chunk('IDAT', rows(10, 4)), IEND)),
    input('an archive as well', joined(good, zip)),
    input('a second picture behind', joined(good, good)),
    input('two headers', png(ihdr(10, 10), ihdr(9000, 7000), IDAT, IEND)),
    input('a critical chunk of nobody', png(ihdr(10, 10), chunk('EVIL'), IDAT, IEND)),
    input('indices without a palette', png(ihdr(10, 10, 8, 3), IDAT, IEND)),
    input('data in two places', png(ihdr(10, 10), IDAT, chunk('tEXt'), IDAT, IEND)),
  ];
}

function jpegs(): Hostile[] {
  const good = ordinary('jpeg-usual.jpg');
  const frame = good.indexOf(Buffer.of(0xff, 0xc0));
  const scan = good.indexOf(Buffer.of(0xff, 0xda));
  const sized = (height: number, width: number): Buffer => patched(good, frame + 5, be16(height), be16(width));
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `jpeg: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  const scans = Array.from({ length: 101 }, () => good.subarray(scan, good.length - 2));
  return [
    { name: 'jpeg: 65,535 x 65,535 pixels', code: 'HG_LIMIT_TENSOR', bytes: sized(65_535, 65_535) },
    input('no lines', sized(0, 24)),
    input('8,000 x 8,000 pixels in a few bytes', sized(8000, 8000)),
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('without its end', good.subarray(0, good.length - 2)),
    input('a scan that ends too soon', joined(good.subarray(0, scan + 40), Uint8Array.of(0xff, 0xd9))),
    input('101 scans', joined(good.subarray(0, scan), ...scans, Uint8Array.of(0xff, 0xd9))),
    input('two frames', joined(good.subarray(0, scan), good.subarray(frame, scan), good.subarray(scan))),
    input('a sampling factor of 0', patched(good, frame + 11, '\x02')),
    input('a segment past the end', patched(good, 4, '\xff\xff')),
    input('an archive as well', joined(good, zip)),
    {
      name: 'jpeg: 17 MB of comments',
      code: 'HG_LIMIT_BYTES',
      bytes: joined(good.subarray(0, 2), ...Array.from({ length: 260 }, () => joined('\xff\xfe\xff\xff', Buffer.alloc(65_533))), good.subarray(2)),
    },
  ];
}

function gifs(): Hostile[] {
  const good = ordinary('gif-rows.gif');
  const start = 13 + 3 * 2 ** (((good[10] as number) & 7) + 1);
  const picture = good.subarray(good.indexOf(0x2c, start), good.length - 1);
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `gif: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    { name: 'gif: 65,535 x 65,535 pixels', code: 'HG_LIMIT_TENSOR', bytes: patched(good, 6, '\xff\xff\xff\xff') },
    { name: 'gif: 10,001 frames', code: 'HG_LIMIT_ENTRIES', bytes: joined(good.subarray(0, start), ...Array.from({ length: 10_001 }, () => picture), ';') },
    {
      name: 'gif: 17 MB of comments',
      code: 'HG_LIMIT_BYTES',
      bytes: joined(good.subarray(0, start), '!\xfe', Buffer.alloc(256 * 66_500, joined('\xff', Buffer.alloc(255))), '\0', picture, ';'),
    },
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('an archive as well', joined(good, zip)),
    input('codes of 12 bits', joined(good.subarray(0, start), picture.subarray(0, 10), '\x0c', picture.subarray(11), ';')),
    input('pixels that end too soon', joined(good.subarray(0, start), picture.subarray(0, 11), '\x14', picture.subarray(12, 32), '\0;')),
    input(
      '8,000 x 8,000 pixels in a few bytes',
      joined(patched(good, 6, le16(8000), le16(8000)).subarray(0, start), patched(Buffer.from(picture), 5, le16(8000), le16(8000)), ';'),
    ),
  ];
}

const riff = (form: string, ...chunks: readonly Buffer[]): Buffer => joined('RIFF', le32(4 + joined(...chunks).length), form, ...chunks);
const part = (type: string, data: Uint8Array): Buffer => joined(type, le32(data.length), data, Buffer.alloc(data.length & 1));

function webps(): Hostile[] {
  const good = ordinary('webp-lossy.webp');
  const lossless = ordinary('webp-lossless.webp');
  const canvas = (flags: number, width: number, height: number): Buffer =>
    part('VP8X', joined(Uint8Array.of(flags, 0, 0, 0), le32(width - 1).subarray(0, 3), le32(height - 1).subarray(0, 3)));
  const frames = Array.from({ length: 10_001 }, () => part('ANMF', joined(Buffer.alloc(16), lossless.subarray(12))));
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `webp: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    { name: 'webp: 16,777,216 pixels each way', code: 'HG_LIMIT_TENSOR', bytes: riff('WEBP', canvas(0, 2 ** 24, 2 ** 24), good.subarray(12)) },
    { name: 'webp: 16,384 x 16,384 pixels without loss', code: 'HG_LIMIT_TENSOR', bytes: patched(lossless, 21, le32(0x0fffffff)) },
    { name: 'webp: 10,001 frames', code: 'HG_LIMIT_ENTRIES', bytes: riff('WEBP', canvas(2, 24, 20), ...frames) },
    input('a canvas of another size', riff('WEBP', canvas(0, 4000, 4000), good.subarray(12))),
    input('a longer file than it says', joined(good, zip)),
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('pixels that end too soon', riff('WEBP', part('VP8L', lossless.subarray(20, 60)))),
    input('lossy pixels that end too soon', riff('WEBP', part('VP8 ', good.subarray(20, 20 + (good.length >> 1))))),
    input('two pictures', riff('WEBP', good.subarray(12), good.subarray(12))),
    {
      name: 'webp: 17 MB of profile',
      code: 'HG_LIMIT_BYTES',
      bytes: joined('RIFF', le32(17.1e6 - 8), 'WEBP', canvas(32, 24, 20), 'ICCP', le32(17e6)),
      size: 17.1e6,
    },
  ];
}

const entry = (tag: number, type: number, count: number, value: number): Buffer => joined(le16(tag), le16(type), le32(count), le32(value));
/** Grey, uncompressed, one strip at 8; others' entries replace these by tag. */
function tiff(width: number, height: number, others: Readonly<Record<number, Buffer>> = {}, next = 0): Buffer {
  const usual = { 256: entry(256, 4, 1, width), 257: entry(257, 4, 1, height), 258: entry(258, 3, 1, 8), 259: entry(259, 3, 1, 1), 262: entry(262, 3, 1, 1) };
  const strips = { 273: entry(273, 4, 1, 8), 278: entry(278, 4, 1, height), 279: entry(279, 4, 1, 100) };
  const entries = Object.values({ ...usual, ...strips, ...others });
  return joined('II*\0', le32(108), Buffer.alloc(100), le16(entries.length), ...entries, le32(next));
}

/** 10 x 10 pixels in one strip, packed. */
const packed = (compression: number, strip: Uint8Array): Buffer =>
  patched(tiff(10, 10, { 259: entry(259, 3, 1, compression), 279: entry(279, 4, 1, strip.length) }), 8, strip);

function tiffs(): Hostile[] {
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `tiff: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    { name: 'tiff: 4,000,000,000 x 4 pixels', code: 'HG_LIMIT_TENSOR', bytes: tiff(4e9, 4) },
    { name: 'tiff: pages in a circle', code: 'HG_LIMIT_ENTRIES', bytes: tiff(10, 10, {}, 108) },
    input('a page past the end', tiff(10, 10, {}, 10_000)),
    input('a strip past the end', tiff(10, 10, { 273: entry(273, 4, 1, 5000) })),
    input('8,000 x 8,000 pixels in a few bytes', tiff(8000, 8000)),
    input('a palette of 2^32 - 1 colours', tiff(10, 10, { 262: entry(262, 3, 1, 3), 320: entry(320, 3, 2 ** 32 - 1, 8) })),
    input('more strips than offsets', tiff(10, 10, { 278: entry(278, 4, 1, 1) })),
    input('deflated rows that end too soon', packed(8, deflateSync(Buffer.alloc(40)))),
    input('packed bits that end too soon', packed(32773, Uint8Array.of(0xd9, 7))),
    input('65,535 fields', patched(tiff(10, 10), 108, '\xff\xff')),
    input('the same field twice', tiff(10, 10, { 300: entry(256, 4, 1, 9000) })),
  ];
}

function bitmaps(): Hostile[] {
  const good = ordinary('bmp-rgb.bmp');
  const palette = ordinary('bmp-palette.bmp');
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `bmp: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    { name: 'bmp: 2^31 - 1 pixels each way', code: 'HG_LIMIT_TENSOR', bytes: patched(good, 18, le32(2 ** 31 - 1), le32(2 ** 31 - 1)) },
    input('a width below zero', patched(good, 18, le32(2 ** 32 - 24))),
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('an archive as well', joined(good, zip)),
    input('indices past its palette', patched(palette, 46, le32(2))),
    input('a header of 4 GB', patched(good, 14, le32(2 ** 32 - 1))),
  ];
}

function sounds(): Hostile[] {
  const good = ordinary('wav-16.wav');
  const input = (name: string, bytes: Buffer): Hostile => ({ name: `wav: ${name}`, code: 'HG_INPUT_FORMAT', bytes });
  return [
    input('another length than it says', patched(good, 4, le32(2 ** 32 - 1))),
    input('data of 4 GB', patched(good, 40, le32(2 ** 32 - 1))),
    input('no channels', patched(good, 22, le16(0))),
    input('frames of another size', patched(good, 32, le16(1))),
    input('cut in the middle', good.subarray(0, good.length / 2)),
    input('two pieces of data', riff('WAVE', good.subarray(12), good.subarray(36))),
    {
      name: 'wav: 5,000 chunks',
      code: 'HG_LIMIT_ENTRIES',
      bytes: riff('WAVE', ...Array.from({ length: 5000 }, () => part('junk', Buffer.alloc(0))), good.subarray(12)),
    },
    input('an archive as well', riff('WAVE', good.subarray(12), part('junk', zip))),
  ];
}

/** Files that somebody made to break a decoder, or what is behind it. */
export const hostileMedia = (): readonly Hostile[] => [pngs, jpegs, gifs, webps, tiffs, bitmaps, sounds].flatMap((make) => make());

/** Bombs in metadata that is small when packed: they are passed over, and the picture is what it is. */
export function packedBombs(): readonly { readonly name: string; readonly bytes: Uint8Array }[] {
  const bomb = deflateSync(Buffer.alloc(50e6));
  const good = ordinary('png-rgb.png');
  const withChunk = (type: string, head: string): Buffer => joined(good.subarray(0, 33), chunk(type, joined(head, bomb)), good.subarray(33));
  return [
    { name: 'png: a text that unpacks to 50 MB', bytes: withChunk('zTXt', 'Comment\0\0') },
    { name: 'png: an international text that unpacks to 50 MB', bytes: withChunk('iTXt', 'Comment\0\x01\0\0\0') },
    { name: 'png: a profile that unpacks to 50 MB', bytes: withChunk('iCCP', 'profile\0\0') },
  ];
}
