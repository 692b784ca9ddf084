import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { crc64 } from './crc-64.ts';
import { sha256 } from './sha-256.ts';
import { xxHash32 } from './xx-hash-32.ts';
import { xxHash64Low } from './xx-hash-64.ts';

const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, n) => (n * 7 + n * n) & 255);

/** The last four bytes of frames that python-zstandard 0.25.0 and lz4 4.4.5 write with a checksum of the content, for `bytesOf(length)`. */
const KNOWN = [
  [1, 3674548072, 3479547966],
  [3, 145326504, 2987847424],
  [4, 2380336028, 288489112],
  [5, 2398586431, 1466463989],
  [8, 3514648674, 1514840519],
  [15, 3985405879, 2188082263],
  [16, 2211328920, 797094259],
  [17, 727822207, 3784105185],
  [31, 3269337977, 3360043111],
  [32, 3872833039, 4155961322],
  [33, 729727918, 322677253],
  [36, 566301205, 1411859295],
  [39, 4035412221, 2515240320],
  [40, 4325381, 1128654685],
  [63, 3501085246, 2794526635],
  [64, 3064231016, 1562771895],
  [100, 3185595637, 1187194961],
  [1000, 2274074704, 4208295815],
] as const;

test('checksums of LZ4 and Zstandard are those of their libraries, at every length of a tail', () => {
  for (const [length, low64, whole32] of KNOWN) assert.deepEqual([xxHash64Low(bytesOf(length)), xxHash32(bytesOf(length))], [low64, whole32], `${length}`);
});

test('SHA-256 is that of Node, around the ends of blocks', () => {
  for (const length of [0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 1000])
    assert.equal(Buffer.from(sha256(bytesOf(length))).toString('hex'), createHash('sha256').update(bytesOf(length)).digest('hex'), `${length}`);
});

test('CRC-64 has the check value of its catalogue (CRC-64/XZ)', () => {
  assert.deepEqual(crc64(Buffer.from('123456789')), { high: 0x995dc9bb, low: 0xdf1939fa });
});
