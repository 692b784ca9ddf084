import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import type { ByteSource } from '../../words/ports.ts';
import { bytesSource } from '../source.ts';
import { pureInflate } from '../zip/inflate.ts';
import { Hdf5Dataset } from './dataset.ts';
import { openHdf5 } from './open-hdf5.ts';
import { datasetView } from './view.testing.ts';
import { walkHdf5 } from './walk-hdf5.ts';

interface Large {
  readonly size: number;
  /** What is no hole: where it starts, and base64 of zlib of its bytes. */
  readonly parts: readonly (readonly [start: number, packed: string])[];
  readonly objects: Readonly<Record<string, Record<string, unknown>>>;
}

const LARGE = JSON.parse(readFileSync(new URL('known/large.json', import.meta.url), 'utf8')) as Large;

/** A file of 5 GiB of which a few kilobytes are there, and a count of what was read of it. */
function sparse({ size, parts }: Large): { source: ByteSource; read: () => number } {
  const segments = parts.map(([start, packed]) => ({ start, bytes: Uint8Array.from(inflateSync(Buffer.from(packed, 'base64'))) }));
  let count = 0;
  const read = (offset: number, length: number): Uint8Array => {
    assert.ok(offset + length <= size && length <= 1 << 20);
    count += length;
    const out = new Uint8Array(length);
    for (const { start, bytes } of segments) {
      const [from, to] = [Math.max(start, offset), Math.min(start + bytes.length, offset + length)];
      if (from < to) out.set(bytes.subarray(from - start, to - start), from - offset);
    }
    return out;
  };
  return { source: { size, read }, read: () => count };
}

test('A file of more than 4 GiB is read by offset, and never as a whole', async (t) => {
  const { source, read } = sparse(LARGE);
  const file = openHdf5(source, DEFAULT_LIMITS, pureInflate);
  assert.ok(source.size > 2 ** 32);
  await t.test('walked', () =>
    assert.deepEqual(
      [...walkHdf5(file)].filter(({ kind }) => kind === 'anomaly'),
      [],
    ),
  );
  for (const [path, expected] of Object.entries(LARGE.objects))
    await t.test(path, () => {
      const dataset = file.get(path);
      assert.ok(dataset instanceof Hdf5Dataset);
      const { kind, attributes, ...view } = expected;
      assert.deepEqual(datasetView(dataset), view);
      assert.equal(dataset.attributes().size, Object.keys(attributes as object).length);
    });
  await t.test('a data set of 5 GiB goes by in pieces', () => {
    const dataset = file.get('large');
    assert.ok(dataset instanceof Hdf5Dataset);
    assert.equal(dataset.byteLength, 5 * 2 ** 30);
    const pieces = dataset.pieces(1 << 16);
    for (let n = 0; n < 3; n++) assert.equal((pieces.next().value as Uint8Array).length, 1 << 16);
  });
  assert.ok(read() < 1 << 20, `${read()} bytes`);
});

const ORACLE = process.env['HORNGATE_ORACLE'];
const SKIP = ORACLE === undefined || !existsSync(ORACLE) ? 'HORNGATE_ORACLE names no Python with h5py' : false;

test('A group of 70,000 links is listed whole', { skip: SKIP }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'horngate-links-'));
  try {
    const path = join(folder, 'links.h5');
    const script = new URL('../../../../../tools/oracle/hdf5_fixtures.py', import.meta.url).pathname;
    const { status, stderr } = spawnSync(ORACLE as string, [script, '--links', '70000', path], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const group = openHdf5(bytesSource(new Uint8Array(readFileSync(path))), DEFAULT_LIMITS, pureInflate).get('group');
    assert.ok(group?.kind === 'group');
    const names = [...group.children().keys()];
    assert.equal(names.length, 70_001);
    assert.deepEqual(new Set(names), new Set(['target', ...Array.from({ length: 70_000 }, (_, n) => `link ${n}`)]));
    assert.ok(group.get('link 69999') instanceof Hdf5Dataset);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
