import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { hashFiles, type Piece } from './hash-files.ts';

const MiB = 1024 * 1024;
const folder = mkdtempSync(join(tmpdir(), 'hg-hashing-'));
const bytes = randomBytes(24 * MiB + 5);
const path = join(folder, 'f');
writeFileSync(path, bytes);
const fd = openSync(path, 'r+');
after(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

const PIECES: readonly Piece[] = [
  { fd, start: 0, end: bytes.length },
  { fd, start: 0, end: 0 },
  { fd, start: 3, end: 4 },
  { fd, start: 1000, end: 20 * MiB + 1 },
  { fd, start: 20 * MiB, end: bytes.length },
];

for (const [algorithm, name] of [
  ['sha256', 'sha256'],
  ['blake2b', 'blake2b512'],
] as const)
  test(`${algorithm} by several threads is that of OpenSSL, in the order of the pieces`, async () => {
    const expected = PIECES.map(({ start, end }) => createHash(name).update(bytes.subarray(start, end)).digest('hex'));
    const seen: number[] = [];
    for (const threads of [1, 2, 5]) {
      const digests = await hashFiles(PIECES, { algorithm, threads, onProgress: (done) => seen.push(done) });
      assert.deepEqual(
        digests.map((digest) => digest.toString('hex')),
        expected,
      );
    }
    assert.ok(seen.every((done) => done <= PIECES.reduce((sum, { start, end }) => sum + end - start, 0)));
  });

test('BLAKE3 is that of its authors', async () => {
  // The first bytes of the official test vectors (BLAKE3, test_vectors.json): lengths 0 and 1 of the input 0, 1, 2, …
  const one = join(folder, 'zero');
  writeFileSync(one, Buffer.alloc(1));
  const file = openSync(one, 'r');
  const digests = await hashFiles(
    [
      { fd: file, start: 0, end: 0 },
      { fd: file, start: 0, end: 1 },
    ],
    { algorithm: 'blake3' },
  );
  closeSync(file);
  assert.deepEqual(
    digests.map((digest) => digest.toString('hex')),
    ['af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262', '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  );
});

test('a file that became shorter has another digest, and nothing waits for it', async () => {
  ftruncateSync(fd, 17 * MiB);
  const [digest] = await hashFiles(
    [
      { fd, start: 0, end: bytes.length },
      { fd, start: 0, end: 1 },
    ],
    { algorithm: 'sha256', threads: 2 },
  );
  assert.equal(
    digest?.toString('hex'),
    createHash('sha256')
      .update(bytes.subarray(0, 17 * MiB))
      .digest('hex'),
  );
});
