import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { HorngateError } from '../../words/error.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { pureInflate } from '../zip/inflate.ts';
import { type Checked, checkedParts, repair } from './checksums.testing.ts';
import { openHdf5 } from './open-hdf5.ts';
import { viewOf } from './view.testing.ts';
import { walkHdf5 } from './walk-hdf5.ts';

const KNOWN = JSON.parse(readFileSync(new URL('known/h5py-newer.json', import.meta.url), 'utf8')) as { read: { name: string; file: string }[] };
const bytesOf = (name: string): Uint8Array =>
  Uint8Array.from(inflateSync(Buffer.from((KNOWN.read.find((one) => one.name === name) ?? assert.fail(name)).file, 'base64')));

/** What a walk names, or the code with which opening stops. */
function troubles(source: ByteSource): string[] {
  try {
    const file = openHdf5(source, DEFAULT_LIMITS, pureInflate);
    const found = [...walkHdf5(file)].flatMap((visit) => (visit.kind === 'anomaly' ? [visit.anomaly.kind as string] : []));
    if (found.length === 0) viewOf(file);
    return [...new Set(found)];
  } catch (error) {
    assert.ok(error instanceof HorngateError);
    return [error.code];
  }
}

const partsOf = (bytes: Uint8Array): Checked[] => checkedParts(bytes, (source) => troubles(source));
const letters = (bytes: Uint8Array, { start }: Checked): string => Buffer.from(bytes.subarray(start, start + 4)).toString('latin1');

test('hdf5/checksums: each structure with a checksum is refused when one of its bits is another', async (t) => {
  const kinds = new Set<string>();
  for (const name of ['few_links', 'dense_links', 'dense_attributes', 'chunk_indexes', 'modified, in order of creation']) {
    await t.test(name, () => {
      const bytes = bytesOf(name);
      const seen = new Map<string, number>();
      for (const part of partsOf(bytes)) {
        const kind = letters(bytes, part);
        kinds.add(kind);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        if ((seen.get(kind) ?? 0) > 3) continue; // three of each kind
        const at = part.start + ((part.end - part.start) >> 1);
        const changed = Uint8Array.from(bytes);
        changed[at] = (changed[at] as number) ^ 4;
        assert.notDeepEqual(troubles(bytesSource(changed)), [], `${kind} at ${part.start}`);
      }
    });
  }
  const pages = [...kinds].filter((kind) => !/^[A-Z]{4}$|^\x89HDF$/.test(kind));
  assert.ok(pages.length > 0, 'pages of arrays, which have no signature');
  const expected = ['BTHD', 'BTIN', 'BTLF', 'EADB', 'EAHD', 'EAIB', 'EASB', 'FADB', 'FAHD', 'FHDB', 'FHIB', 'FRHP', 'OCHK', 'OHDR', '\x89HDF'];
  assert.deepEqual(
    expected.filter((kind) => !kinds.has(kind)),
    [],
  );
});

/** A copy in which the n-th structure of a kind has another number, and a checksum that fits it. */
function changed(name: string, signature: string, at: number, value: bigint, width: number, nth = 0): Uint8Array {
  const bytes = bytesOf(name);
  const parts = partsOf(bytes).sort((a, b) => a.start - b.start);
  const part = parts.filter((one) => letters(bytes, one) === signature)[nth] ?? assert.fail(signature);
  for (let n = 0; n < width; n++) bytes[part.start + at + n] = Number((value >> BigInt(8 * n)) & 255n);
  repair(bytes, [part]);
  return bytes;
}

test('Structures whose checksums are right but which contradict each other are named', async (t) => {
  const broken: [string, Uint8Array][] = [
    ['a heap that calls its IDs longer', changed('dense_links', 'FRHP', 5, 12n, 2)],
    ['a doubling table of width 3', changed('dense_links', 'FRHP', 110, 3n, 2)],
    ['a heap without a root', changed('dense_links', 'FRHP', 132, (1n << 64n) - 1n, 8)],
    ['a root of 2^16 rows', changed('dense_links', 'FRHP', 140, 65535n, 2)],
    ['a direct block of another heap', changed('dense_links', 'FHDB', 5, 48n, 8)],
    ['a direct block of another place', changed('dense_links', 'FHDB', 13, 512n, 4)],
    ['an indirect block of another place', changed('dense_links', 'FHIB', 13, 512n, 4)],
    ['a B-tree of another type', changed('dense_links', 'BTHD', 5, 8n, 1)],
    ['a B-tree of records of one byte', changed('dense_links', 'BTHD', 10, 1n, 2)],
    ['a B-tree of 2^16 levels', changed('dense_links', 'BTHD', 12, 65535n, 2)],
    ['a B-tree that says it has fewer records', changed('dense_links', 'BTHD', 26, 3n, 8)],
    ['a B-tree that is its own root', changed('dense_links', 'BTHD', 16, 48n, 8)],
    ['names whose hashes fall', changed('dense_links', 'BTLF', 6, (1n << 32n) - 1n, 4)],
    ['a name with another hash', changed('dense_links', 'BTLF', 6, 0n, 4)],
    ['a heap ID of an unknown kind', changed('dense_links', 'BTLF', 10, 0x30n, 1)],
    ['a heap ID of another version', changed('dense_links', 'BTLF', 10, 0x40n, 1)],
    ['a heap ID past the end', changed('dense_links', 'BTLF', 11, 0xffffffffn, 4)],
    ['a heap ID of the head of a block', changed('dense_links', 'BTLF', 11, 0n, 4)],
    ['a heap ID of too many bytes', changed('dense_links', 'BTLF', 15, 0xffffn, 2)],
    ['an extensible array of other clients', changed('chunk_indexes', 'EAHD', 5, 1n, 1)],
    ['an extensible array of 3 pointers', changed('chunk_indexes', 'EAHD', 10, 3n, 1)],
    ['an extensible array of 255 bits', changed('chunk_indexes', 'EAHD', 7, 255n, 1)],
    ['a data block of another place', changed('chunk_indexes', 'EADB', 14, 5n, 4)],
    ['a fixed array of other elements', changed('chunk_indexes', 'FAHD', 6, 20n, 1)],
    ['a fixed array of 2^40 chunks', changed('chunk_indexes', 'FAHD', 8, 1n << 40n, 8)],
    ['a fixed array of another header', changed('chunk_indexes', 'FADB', 6, 48n, 8)],
    ['a header of another version', changed('few_links', 'OHDR', 4, 3n, 1, 1)],
    ['a header of 2^32 bytes', changed('few_links', 'OHDR', 5, 0x03n, 1, 1)],
  ];
  for (const [name, bytes] of broken)
    await t.test(name, () => {
      const found = troubles(bytesSource(bytes));
      assert.ok(
        found.some((kind) => ['hdf5/broken', 'hdf5/outside', 'HG_ARTIFACT_HDF5'].includes(kind)),
        found.join(),
      );
    });
});

test('A file that its writer left open is refused', () => {
  assert.deepEqual(troubles(bytesSource(changed('few_links', '\x89HDF', 11, 1n, 1))), ['HG_ARTIFACT_HDF5']);
  assert.deepEqual(troubles(bytesSource(changed('few_links', '\x89HDF', 8, 4n, 1))), ['HG_ARTIFACT_HDF5']);
  assert.deepEqual(troubles(bytesSource(changed('few_links', '\x89HDF', 9, 4n, 1))), ['HG_UNSUPPORTED_HDF5']);
});

test('A header whose blocks lead back into each other comes to an end', () => {
  const bytes = bytesOf('few_links');
  const parts = partsOf(bytes);
  const block = parts.find((part) => letters(bytes, part) === 'OCHK') ?? assert.fail();
  // the message that leads to it names itself instead
  const address = Buffer.alloc(8);
  address.writeBigUInt64LE(BigInt(block.start));
  const at = Buffer.from(bytes).indexOf(address);
  const owner = parts.find((part) => part.start < at && at < part.end) ?? assert.fail();
  Buffer.from(bytes.buffer).writeBigUInt64LE(BigInt(owner.start), at);
  repair(bytes, [owner]);
  assert.ok(troubles(bytesSource(bytes)).some((kind) => kind === 'hdf5/broken' || kind === 'HG_ARTIFACT_HDF5'));
});

test('Bytes that are shuffled by another size than that of the elements are refused', () => {
  const bytes = bytesOf('chunk_indexes');
  const parts = partsOf(bytes);
  const shuffle = Buffer.from([2, 0, 1, 0, 1, 0, 4, 0, 0, 0]); // version 2 of a filter: id 2, optional, one value
  const at = Buffer.from(bytes).indexOf(shuffle);
  assert.ok(at > 0);
  bytes[at + 6] = 2;
  repair(bytes, parts);
  assert.deepEqual(troubles(bytesSource(bytes)), ['hdf5/broken']);
});
