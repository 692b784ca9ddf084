import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { crc32 } from './crc32.ts';
import { pureInflate } from './inflate.ts';
import { readZip } from './read-zip.ts';
import type { ZipArchive } from './zip.ts';

interface Case {
  readonly name: string;
  readonly zip: string;
  /** Name, size, CRC-32, method, SHA-256 as CPython's zipfile reads them; null where it refuses. */
  readonly members: readonly (readonly [string, number, number, number, string | null])[] | null;
}

const KNOWN = (JSON.parse(readFileSync(new URL('known/python-zip.json', import.meta.url), 'utf8')) as { cases: Case[] }).cases;
const bytesOf = (name: string): Uint8Array => Uint8Array.from(Buffer.from(KNOWN.find((known) => known.name === name)?.zip ?? assert.fail(name), 'base64'));
const open = (source: ByteSource | Uint8Array, limits = DEFAULT_LIMITS): ZipArchive =>
  readZip(source instanceof Uint8Array ? bytesSource(source) : source, limits, pureInflate, { crc32 });
const kinds = (bytes: Uint8Array): string[] => [...new Set(open(bytes).anomalies.map(({ kind }) => kind))].sort();

test('Members are those which CPython sees, or its refusal', async (t) => {
  for (const { name, members } of KNOWN)
    await t.test(name, () => {
      if (members === null)
        return assert.throws(
          () => open(bytesOf(name)),
          (error: HorngateError) => /HG_ARTIFACT_(ZIP|TRUNCATED)/.test(error.code),
        );
      const archive = open(bytesOf(name));
      assert.deepEqual(
        archive.entries.map((entry) => [entry.path, entry.bytes, entry.crc32, entry.method, digestOf(archive, entry)]),
        members.map(ours),
      );
    });
});

/** We read neither bzip2 nor a member whose local header has another name; zipfile reads the first and refuses the second. */
const ours = (member: NonNullable<Case['members']>[number]): unknown[] =>
  member[3] === 12 ? [...member.slice(0, 4), 'HG_UNSUPPORTED_FORMAT'] : [...member.slice(0, 4), member[4] ?? 'HG_ARTIFACT_ZIP'];

function digestOf(archive: ZipArchive, entry: ZipArchive['entries'][number]): string {
  try {
    return createHash('sha256')
      .update(archive.readMember(entry, 1 << 20))
      .digest('hex');
  } catch (error) {
    if (error instanceof HorngateError) return error.code;
    throw error;
  }
}

test('Archives that say one thing', async (t) => {
  for (const name of [
    'as Keras writes it',
    'deflated',
    'streamed with descriptors',
    'streamed and deflated',
    'ZIP64 fields',
    'ZIP64 fields, streamed',
    'ZIP64 end records',
    'no members',
    'an empty member',
    'an empty member, deflated',
    'folders',
    'UTF-8 names',
    'an end record inside a stored member',
    'a wrong checksum',
  ])
    await t.test(`stays silent about: ${name}`, () => assert.deepEqual(kinds(bytesOf(name)), []));
});

test('Archives that say two things', async (t) => {
  const expected: Record<string, string[]> = {
    'a comment': ['zip/comment'],
    'a duplicate name': ['zip/duplicate-name'],
    'a symbolic link': ['zip/symbolic-link'],
    'a device': ['zip/special-file'],
    'bytes before': ['zip/prefix-data'],
    'bytes behind': ['zip/trailing-data'],
    'an archive in the comment': ['zip/prefix-data', 'zip/several-ends'],
    'two archives': ['zip/prefix-data', 'zip/several-ends'],
    traversal: ['zip/traversal'],
    'an absolute name': ['zip/absolute-name'],
    'a backslash': ['zip/backslash-name'],
    'a drive': ['zip/drive-name'],
    'names that collide': ['zip/colliding-names'],
    'Unicode forms that collide': ['zip/colliding-names'],
    'a NUL in a name': ['zip/duplicate-name', 'zip/nul-name'],
    'a bomb': ['zip/ratio'],
    bzip2: ['zip/method'],
    'a CP437 name': ['zip/name-encoding'],
  };
  for (const [name, wanted] of Object.entries(expected)) await t.test(`reports: ${name}`, () => assert.deepEqual(kinds(bytesOf(name)), wanted));
});

/** Offsets of local headers and directory records in an archive of stored members. */
function patched(bytes: Uint8Array, signature: number, nth: number, at: number, value: number, width = 2): Uint8Array {
  const copy = Uint8Array.from(bytes);
  const view = new DataView(copy.buffer);
  let found = -1;
  for (let seen = 0; seen <= nth; seen++)
    do found++;
    while (found < copy.length - 4 && view.getUint32(found, true) !== signature);
  if (width === 2) view.setUint16(found + at, value, true);
  else view.setUint32(found + at, value, true);
  return copy;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;

test('A field that differs between two records is reported', async (t) => {
  const plain = bytesOf('as Keras writes it');
  const streamed = bytesOf('streamed with descriptors');
  const cases: [string, Uint8Array, string][] = [
    ['flags in the local header', patched(plain, LOCAL, 1, 6, 0x2), 'zip/local-mismatch'],
    ['method in the local header', patched(plain, LOCAL, 1, 8, 8), 'zip/local-mismatch'],
    ['date in the local header', patched(plain, LOCAL, 1, 12, 1), 'zip/local-mismatch'],
    ['checksum in the local header', patched(plain, LOCAL, 1, 14, 1, 4), 'zip/local-mismatch'],
    ['packed size in the local header', patched(plain, LOCAL, 1, 18, 1, 4), 'zip/local-mismatch'],
    ['size in the local header', patched(plain, LOCAL, 1, 22, 1, 4), 'zip/local-mismatch'],
    ['name in the local header', patched(plain, LOCAL, 1, 30, 0x4141), 'zip/local-mismatch'],
    ['signature of the local header', patched(plain, LOCAL, 1, 0, 0, 4), 'zip/local-missing'],
    ['offset in the directory', patched(plain, CENTRAL, 1, 42, 0, 4), 'zip/overlap'],
    ['offset past the end', patched(plain, CENTRAL, 1, 42, 0x7fffffff, 4), 'zip/local-missing'],
    ['encryption', patched(plain, CENTRAL, 1, 8, 1), 'zip/encrypted'],
    ['strong encryption', patched(plain, CENTRAL, 1, 8, 0x41), 'zip/encrypted'],
    ['unknown flags', patched(plain, CENTRAL, 1, 8, 0x8020), 'zip/flags'],
    ['method 99', patched(plain, CENTRAL, 1, 10, 99), 'zip/method'],
    ['a version from the future', patched(plain, CENTRAL, 1, 6, 64), 'zip/version'],
    ['two sizes of a stored member', patched(plain, CENTRAL, 1, 24, 7, 4), 'zip/stored-size'],
    ['a count too low', patched(patched(plain, END, 0, 8, 2), END, 0, 10, 2), 'zip/count-mismatch'],
    ['a count too high', patched(patched(plain, END, 0, 8, 9), END, 0, 10, 9), 'zip/count-mismatch'],
    ['a descriptor', patched(streamed, 0x08074b50, 0, 4, 7, 4), 'zip/descriptor-mismatch'],
    ['a shorter member leaves a gap', patched(patched(plain, CENTRAL, 1, 20, 5, 4), CENTRAL, 1, 24, 5, 4), 'zip/gap'],
    ['an offset of the ZIP64 locator', patched(bytesOf('ZIP64 end records'), 0x07064b50, 0, 8, 1, 4), 'zip/zip64-mismatch'],
    ['a count beside ZIP64', patched(patched(bytesOf('ZIP64 end records'), END, 0, 8, 7), END, 0, 10, 7), 'zip/zip64-mismatch'],
  ];
  for (const [name, bytes, kind] of cases)
    await t.test(name, () => {
      assert.ok(kinds(bytes).includes(kind), `${kinds(bytes)}`);
    });
});

test('What cannot be unpacked is refused by code', async (t) => {
  const plain = bytesOf('as Keras writes it');
  const read = (bytes: Uint8Array, max = 1 << 20): Uint8Array => {
    const archive = open(bytes);
    return archive.readMember(archive.get('config.json') ?? assert.fail(), max);
  };
  const where = { member: 'config.json' };
  await t.test('encrypted', () => assert.throws(() => read(patched(plain, CENTRAL, 1, 8, 1)), { code: 'HG_ARTIFACT_ZIP' }));
  await t.test('another method', () => assert.throws(() => read(patched(plain, CENTRAL, 1, 10, 99)), { code: 'HG_UNSUPPORTED_FORMAT' }));
  await t.test('larger than the budget', () => assert.throws(() => read(plain, 100), { code: 'HG_LIMIT_BYTES' }));
  await t.test('more comes out than is declared', () =>
    assert.throws(() => read(patched(bytesOf('a bomb'), CENTRAL, 0, 24, 1000, 4)), { code: 'HG_LIMIT_RATIO' }),
  );
  await t.test('less comes out than is declared', () =>
    assert.throws(() => read(patched(bytesOf('a bomb'), CENTRAL, 0, 24, 300_001, 4)), { code: 'HG_ARTIFACT_ZIP' }),
  );
  await t.test('a wrong checksum, in pieces too', () => {
    const archive = open(bytesOf('a wrong checksum'));
    const entry = archive.get('config.json') ?? assert.fail();
    assert.throws(
      () => archive.verify(entry),
      (error: HorngateError) => error.code === 'HG_ARTIFACT_ZIP' && error.where.member === where.member,
    );
    assert.doesNotThrow(() => open(plain).verify(open(plain).get('config.json') ?? assert.fail()));
  });
  await t.test('more members than the budget', () => assert.throws(() => open(plain, { ...DEFAULT_LIMITS, maxEntries: 2 }), { code: 'HG_LIMIT_ENTRIES' }));
});

test('A read that fails is the only thing that surfaces', () => {
  for (const name of ['streamed and deflated', 'ZIP64 fields', 'ZIP64 end records']) {
    const bytes = bytesOf(name);
    for (let n = 0; ; n++) {
      let reads = 0;
      const failure = new Error('The disk is gone');
      const source: ByteSource = { size: bytes.length, read: (offset, length) => (reads++ === n ? fail(failure) : bytesSource(bytes).read(offset, length)) };
      const run = (): void => {
        const archive = open(source);
        for (const entry of archive.entries) archive.readMember(entry, 1 << 20);
      };
      if (attempt(run) === undefined && reads <= n) break;
      reads = 0;
      assert.throws(run, (error) => error === failure);
    }
  }
});

function fail(error: Error): never {
  throw error;
}

function attempt(run: () => void): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return error;
  }
}
