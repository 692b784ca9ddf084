import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { HorngateError } from '../../words/error.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { pureInflate } from '../zip/inflate.ts';
import type { Hdf5Limits } from './context.ts';
import { Hdf5Dataset } from './dataset.ts';
import { type Hdf5File, openHdf5 } from './open-hdf5.ts';
import { type ObjectView, viewOf } from './view.testing.ts';
import { walkHdf5 } from './walk-hdf5.ts';

interface Known {
  readonly name: string;
  readonly file: string;
  readonly objects?: Record<string, ObjectView>;
  /** The same as base64 of zlib of JSON. */
  readonly packed?: string;
}

interface Fixtures {
  readonly made: string;
  readonly read: Known[];
  readonly refused: Known[];
}

const unpacked = (base64: string): Uint8Array => Uint8Array.from(inflateSync(Buffer.from(base64, 'base64')));
const fixtures = (name: string): Fixtures => JSON.parse(readFileSync(new URL(`known/${name}.json`, import.meta.url), 'utf8')) as Fixtures;
/** As h5py writes by default, and as it does with `libver` or `track_order`. */
const KNOWN = fixtures('h5py');
const NEWER = fixtures('h5py-newer');
const objectsOf = ({ objects, packed }: Known): Record<string, ObjectView> => objects ?? JSON.parse(new TextDecoder().decode(unpacked(packed ?? '')));
const bytesOf = (name: string, { read, refused } = KNOWN): Uint8Array =>
  unpacked(([...read, ...refused].find((one) => one.name === name) ?? assert.fail(name)).file);
const open = (bytes: Uint8Array | ByteSource, limits: Hdf5Limits = DEFAULT_LIMITS): Hdf5File =>
  openHdf5(bytes instanceof Uint8Array ? bytesSource(bytes) : bytes, limits, pureInflate);
const anomalies = (file: Hdf5File): string[] =>
  [...walkHdf5(file)].flatMap((visit) => (visit.kind === 'anomaly' ? [`${visit.anomaly.kind} ${visit.path}`] : []));
const kinds = (file: Hdf5File): string[] => [...new Set(anomalies(file).map((line) => line.split(' ')[0] as string))];
const dataset = (file: Hdf5File, path: string): Hdf5Dataset => {
  const object = file.get(path);
  assert.ok(object instanceof Hdf5Dataset);
  return object;
};

function sameObjects(file: Hdf5File, expected: Record<string, ObjectView>): void {
  const found = viewOf(file);
  assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
  for (const [path, object] of Object.entries(expected)) assert.deepEqual(found[path], object, path);
}

test('Everything that h5py reads, we read alike', async (t) => {
  for (const one of KNOWN.read) await t.test(one.name, () => sameObjects(open(bytesOf(one.name)), objectsOf(one)));
  for (const one of NEWER.read) await t.test(`${one.name}, newer`, () => sameObjects(open(bytesOf(one.name, NEWER)), objectsOf(one)));
});

test('Files that h5py writes by default have no anomaly', async (t) => {
  for (const { name } of KNOWN.read)
    if (name !== 'user block' && name !== 'unwritten') await t.test(name, () => assert.deepEqual(anomalies(open(bytesOf(name))), []));
  await t.test('user block', () => assert.deepEqual(anomalies(open(bytesOf('user block'))), ['hdf5/user-block /']));
  for (const { name } of NEWER.read)
    await t.test(`${name}, newer`, () => assert.deepEqual(anomalies(open(bytesOf(name, NEWER))), name.includes('user block') ? ['hdf5/user-block /'] : []));
});

for (const [generation, files] of Object.entries({ older: KNOWN, newer: NEWER }))
  test(`What leads elsewhere is named, and refused when it is opened (${generation} files)`, async (t) => {
    const opened = (name: string): Hdf5File => open(bytesOf(name, files));
    const refuses = (name: string, path: string, code: string): void => {
      assert.throws(() => dataset(opened(name), path).read(), { code });
    };
    await t.test('a soft link', () => {
      assert.deepEqual(anomalies(opened('soft_link')), ['hdf5/soft-link /soft']);
      refuses('soft_link', '/soft', 'HG_ARTIFACT_HDF5');
    });
    await t.test('an external link', () => {
      assert.deepEqual(anomalies(opened('external_link')), ['hdf5/external-link /external']);
      refuses('external_link', '/external', 'HG_ARTIFACT_HDF5');
      assert.ok(dataset(opened('external_link'), '/a').read().length === 8);
    });
    await t.test('external storage', () => {
      assert.deepEqual(anomalies(opened('external_storage')), ['hdf5/external-storage /external']);
      refuses('external_storage', '/external', 'HG_ARTIFACT_HDF5');
    });
    await t.test('a virtual dataset', () => {
      assert.deepEqual(anomalies(opened('virtual')), ['hdf5/virtual /virtual']);
      refuses('virtual', '/virtual', 'HG_ARTIFACT_HDF5');
    });
    await t.test('a filter that is loaded as code', () => {
      assert.ok(anomalies(opened('dynamic_filter')).includes('hdf5/filter /dynamic'));
      refuses('dynamic_filter', '/dynamic', 'HG_ARTIFACT_HDF5');
    });
    await t.test('a group that contains itself, and objects with two names', () =>
      assert.deepEqual(anomalies(opened('hard_links')), ['hdf5/several-links /b', 'hdf5/hard-link-cycle /g/root', 'hdf5/hard-link-cycle /g/self']),
    );
    await t.test('a shape bomb, contiguous or in chunks', () => {
      assert.deepEqual(anomalies(opened('shape_bomb')), ['hdf5/shape-bomb /bomb', 'hdf5/shape-bomb /chunked bomb']);
      refuses('shape_bomb', '/bomb', 'HG_LIMIT_TENSOR');
      assert.throws(() => dataset(opened('shape_bomb'), '/bomb').read(2 ** 50), { code: 'HG_LIMIT_RATIO' });
      assert.throws(() => dataset(opened('shape_bomb'), '/chunked bomb').read(2 ** 50), { code: 'HG_LIMIT_RATIO' });
    });
    await t.test('types that no tensor has', () => {
      const file = opened('others');
      for (const path of ['compound', 'complex', 'enum', 'sequence', 'array', 'reference']) assert.equal(dataset(file, path).dtype, undefined, path);
    });
    await t.test('a filter of libhdf5 that is not read yet', () => {
      assert.deepEqual(anomalies(opened('scale_offset')), ['hdf5/unread /scaled']);
      refuses('scale_offset', '/scaled', 'HG_UNSUPPORTED_HDF5');
    });
  });

test('Paths that lead nowhere are undefined', () => {
  const file = open(bytesOf('groups'));
  for (const path of ['/nothing', '/layers/dense_0/vars/0', '/layers/../layers', '/__proto__']) assert.equal(file.get(path), undefined, path);
  assert.equal(file.get('/layers/dense_199/vars')?.kind, 'group');
  assert.equal(file.get('/'), file.root);
});

test('Raw data can be had in pieces', () => {
  for (const [name, path] of [
    ['numbers', '/float64-big-endian'],
    ['chunked', '/all'],
    ['unwritten', '/filled'],
    ['compact', '/compact'],
    ['numbers', '/no elements'],
  ] as const) {
    const whole = dataset(open(bytesOf(name)), path);
    assert.deepEqual(Buffer.concat([...whole.pieces(9)]), Buffer.from(whole.read()));
  }
});

/** Little-endian number in a copy of a file, at the n-th place of a signature. */
function patched(bytes: Uint8Array, signature: string, at: number, value: bigint, width: 1 | 2 | 4 | 8, nth = 0): Uint8Array {
  const copy = Buffer.from(bytes);
  let found = -1;
  for (let n = 0; n <= nth; n++) found = copy.indexOf(signature, found + 1, 'latin1');
  for (let n = 0; n < width; n++) copy[found + at + n] = Number((value >> BigInt(8 * n)) & 255n);
  return Uint8Array.from(copy);
}

test('Structures that contradict themselves are named with their place, and the rest is read', async (t) => {
  const groups = bytesOf('groups');
  const numbers = bytesOf('numbers');
  const cases: [string, Uint8Array, string[]][] = [
    ['bytes behind the end', Uint8Array.from([...groups, 1, 2, 3]), ['hdf5/trailing-data']],
    ['a symbol table node that is none', patched(groups, 'SNOD', 0, 0n, 1, 3), ['hdf5/broken']],
    ['names out of order', patched(numbers, 'bool\0', 0, 0x7an, 1), ['hdf5/broken']],
    ['a name that is a path', patched(groups, 'deeper\0', 2, 0x2fn, 1), ['hdf5/broken']],
    ['a heap outside the file', patched(groups, 'HEAP', 24, 1n << 40n, 8, 2), ['hdf5/broken']],
    ['a heap of 2^60 bytes', patched(groups, 'HEAP', 8, 1n << 60n, 8, 2), ['hdf5/broken']],
    ['a B-tree of another level', patched(groups, 'TREE', 5, 7n, 1, 1), ['hdf5/broken']],
  ];
  for (const [name, bytes, expected] of cases) await t.test(name, () => assert.deepEqual(kinds(open(bytes)), expected));
  await t.test('a file shorter than it says', () => assert.throws(() => open(groups.subarray(0, groups.length - 1)), { code: 'HG_ARTIFACT_TRUNCATED' }));
  await t.test('a superblock with another base', () => assert.throws(() => open(patched(groups, '\x89HDF', 24, 8n, 8)), { code: 'HG_ARTIFACT_HDF5' }));
  await t.test('addresses of 4 bytes', () => assert.throws(() => open(patched(groups, '\x89HDF', 13, 4n, 1)), { code: 'HG_UNSUPPORTED_HDF5' }));
  await t.test('two datasets with one place', () => {
    const first = dataset(open(numbers), '/float32').place ?? assert.fail();
    const second = dataset(open(numbers), '/float32-big-endian').place ?? assert.fail();
    const copy = Buffer.from(numbers);
    const at = copy.indexOf(addressBytes(second.address));
    addressBytes(first.address).copy(copy, at);
    assert.deepEqual(kinds(open(Uint8Array.from(copy))), ['hdf5/overlap']);
    addressBytes(2 ** 40).copy(copy, at);
    assert.deepEqual(anomalies(open(Uint8Array.from(copy))), ['hdf5/outside /float32-big-endian']);
  });
});

function addressBytes(address: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(address));
  return bytes;
}

test('Broken chunks are refused', async (t) => {
  const file = open(bytesOf('chunked'));
  const flip = (path: string): Uint8Array => {
    const copy = bytesOf('chunked');
    const { address, size } = dataset(file, path).extents()[0] ?? assert.fail();
    copy[address + size - 1] = (copy[address + size - 1] as number) ^ 1;
    return copy;
  };
  await t.test('by Fletcher-32', () => assert.throws(() => dataset(open(flip('/checked')), '/checked').read(), { code: 'HG_ARTIFACT_HDF5' }));
  await t.test('by Adler-32', () => assert.throws(() => dataset(open(flip('/gzip')), '/gzip').read(), { code: 'HG_ARTIFACT_HDF5' }));
});

test('A layout of fewer bytes than the shape is refused, not filled', () => {
  const copy = Buffer.from(bytesOf('numbers'));
  const { address } = dataset(open(bytesOf('numbers')), '/uint16').place ?? assert.fail();
  copy.writeBigUInt64LE(0n, copy.indexOf(addressBytes(address)) + 8);
  assert.deepEqual(anomalies(open(Uint8Array.from(copy))), ['hdf5/broken /uint16']);
  assert.throws(() => dataset(open(Uint8Array.from(copy)), '/uint16').read(), { code: 'HG_ARTIFACT_HDF5' });
});

test('Budgets hold', async (t) => {
  await t.test('structures', () =>
    assert.throws(() => anomalies(open(bytesOf('groups'), { ...DEFAULT_LIMITS, maxStructures: 500 })), { code: 'HG_LIMIT_ENTRIES' }),
  );
  await t.test('depth', () => assert.throws(() => anomalies(open(bytesOf('groups'), { ...DEFAULT_LIMITS, maxDepth: 20 })), { code: 'HG_LIMIT_DEPTH' }));
  await t.test('bytes', () => assert.throws(() => dataset(open(bytesOf('numbers')), '/float32').read(23), { code: 'HG_LIMIT_TENSOR' }));
});

test('A read that fails is the only thing that surfaces', () => {
  const cases = [
    ...['attributes', 'chunked', 'strings', 'keras'].map((name) => bytesOf(name)),
    ...['modified', 'committed'].map((name) => bytesOf(name, NEWER)),
  ];
  for (const bytes of cases) {
    const run = (failing: number): number => {
      let reads = 0;
      const source: ByteSource = { size: bytes.length, read: (offset, length) => (reads++ === failing ? fail() : bytesSource(bytes).read(offset, length)) };
      viewOf(open(source));
      return reads;
    };
    const total = run(-1);
    assert.ok(total > 10);
    for (let n = 0; n < total; n++) assert.throws(() => run(n), FAILURE);
  }
});

const FAILURE = new Error('The disk is gone');
function fail(): never {
  throw FAILURE;
}

const ORACLE = process.env['HORNGATE_ORACLE'];
const SKIP = ORACLE === undefined || !existsSync(ORACLE) ? 'HORNGATE_ORACLE names no Python with h5py' : false;

test('Changed files read as h5py reads them, or are refused', { skip: SKIP }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-hdf5-'));
  try {
    let state = 1;
    const random = (below: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let n = 0; n < 12; n++) {
      const name = KNOWN.read[n % 5]?.name ?? 'numbers';
      const bytes = bytesOf(name);
      bytes[random(bytes.length)] = random(256);
      let found: Record<string, ObjectView>;
      try {
        const file = open(bytes);
        if (anomalies(file).length > 0) continue;
        found = viewOf(file);
      } catch (error) {
        assert.ok(error instanceof HorngateError && error.code !== 'HG_INTERNAL');
        continue;
      }
      const path = join(folder, 'changed.h5');
      writeFileSync(path, bytes);
      const script = new URL('../../../../../tools/oracle/hdf5_fixtures.py', import.meta.url).pathname;
      const { stdout, status, stderr } = spawnSync(ORACLE as string, [script, path], { encoding: 'utf8', maxBuffer: 1 << 26 });
      assert.equal(status, 0, stderr);
      assert.deepEqual(found, JSON.parse(stdout), `${name}, change ${n}`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});
