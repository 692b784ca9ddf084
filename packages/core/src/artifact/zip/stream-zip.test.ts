import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { bytesSource } from '../source.ts';
import { crc32 } from './crc32.ts';
import { pureInflate } from './inflate.ts';
import { readZip } from './read-zip.ts';
import { bytesOfArchive, localHeader } from './records.ts';
import { streamZip } from './stream-zip.ts';
import { writeZip } from './write-zip.ts';

const MEMBERS = [
  { path: 'config.json', bytes: Uint8Array.from([123, 125]) },
  { path: 'empty', bytes: new Uint8Array(0) },
  { path: 'weights', bytes: Uint8Array.from({ length: 200 }, (_, n) => n) },
  { path: 'assets/ä.txt', bytes: Uint8Array.from([1, 2, 3, 4, 5]) },
];
const STREAMED = MEMBERS.map(({ path, bytes }) => ({ path, bytes: bytes.length, pieces: () => [bytes.subarray(0, 1), bytes.subarray(1)] }));
/** ZIP64 where a number has no room in a byte, so that an archive of some bytes has every form of it. */
const SMALL = { bytes: 100, members: 4 };

function streamed(fields?: typeof SMALL): Uint8Array {
  const out = new Uint8Array(2048);
  const size = streamZip(STREAMED, (offset, bytes) => out.set(bytes, offset), { crc32 }, fields);
  return out.subarray(0, size);
}

test('a streamed archive is the one that is written at once', () => assert.deepEqual(streamed(), writeZip(MEMBERS)));

test('an archive with ZIP64 is what our reader sees no fault in', () => {
  const { entries, anomalies, readMember } = readZip(bytesSource(streamed(SMALL)), DEFAULT_LIMITS, pureInflate, { crc32 });
  assert.deepEqual(anomalies, []);
  for (const [n, entry] of entries.entries()) assert.deepEqual({ path: entry.path, bytes: readMember(entry, 1000) }, MEMBERS[n]);
});

const KNOWN = JSON.parse(readFileSync(join(import.meta.dirname, 'known/zip64.json'), 'utf8')) as {
  readonly archive: string;
  readonly members: readonly { readonly path: string; readonly bytes: number; readonly version: number; readonly extra: string; readonly hex: string }[];
};

test("an archive with ZIP64 is read by Python's zipfile as it was written: sizes and offsets in the extra field only where they need it", () => {
  assert.equal(Buffer.from(streamed(SMALL)).toString('hex'), KNOWN.archive);
  assert.deepEqual(
    KNOWN.members.map(({ path, hex }) => ({ path, hex })),
    MEMBERS.map(({ path, bytes }) => ({ path, hex: Buffer.from(bytes).toString('hex') })),
  );
  assert.deepEqual(
    KNOWN.members.map(({ version, extra }) => [version, extra.length / 2]),
    [
      [20, 0],
      [20, 0],
      [45, 20],
      [45, 12],
    ],
  );
});

const hasPython = spawnSync('python3', ['--version']).status === 0;

test("Python's zipfile of this machine sees the same", { skip: !hasPython && 'there is no python3' }, () => {
  const script = join(import.meta.dirname, '../../../../../tools/oracle/zip64.py');
  const seen = JSON.parse(execFileSync('python3', [script], { input: Buffer.from(streamed(SMALL)).toString('hex'), encoding: 'utf8' })) as typeof KNOWN;
  assert.deepEqual(seen.members, KNOWN.members);
});

test('sizes below 4 GiB stand in 4 bytes, and the first one above has both in the extra field', () => {
  const header = (bytes: number): Uint8Array => localHeader({ name: Uint8Array.of(97), bytes, crc32: 0 });
  assert.deepEqual([header(2 ** 32 - 2).length, header(2 ** 32 - 1).length], [31, 51]);
  assert.deepEqual([...header(2 ** 32 + 5).subarray(31)], [1, 0, 16, 0, 5, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0, 0]);
  assert.equal(bytesOfArchive([{ name: Uint8Array.of(97), bytes: 2 ** 33 }]), 2 ** 33 + 51 + (46 + 1 + 20) + 76 + 22);
});
