import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crc32 } from './crc32.ts';
import { streamZip } from './stream-zip.ts';
import { writeZip } from './write-zip.ts';

const MEMBERS = [
  { path: 'config.json', bytes: Uint8Array.from([123, 125]) },
  { path: 'empty', bytes: new Uint8Array(0) },
  { path: 'assets/ä.txt', bytes: Uint8Array.from([1, 2, 3, 4, 5]) },
];

test('a streamed archive is the one that is written at once', () => {
  const whole = writeZip(MEMBERS);
  const out = new Uint8Array(whole.length);
  const members = MEMBERS.map(({ path, bytes }) => ({ path, bytes: bytes.length, pieces: () => [bytes.subarray(0, 1), bytes.subarray(1)] }));
  assert.equal(
    streamZip(members, (offset, bytes) => out.set(bytes, offset), { crc32 }),
    whole.length,
  );
  assert.deepEqual(out, whole);
});

test('4 GiB are refused before anything is written', () => {
  const large = { path: 'large', bytes: 2 ** 32, pieces: () => [] };
  assert.throws(() => streamZip([large], () => assert.fail('was written'), { crc32 }), { code: 'HG_LIMIT_OUTPUT' });
});
