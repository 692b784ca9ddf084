import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { crc32 } from '../zip/crc32.ts';
import { pureInflate } from '../zip/inflate.ts';
import { unpackBzip2 } from './bzip2.ts';
import { unpackGzip } from './gzip.ts';
import { unpackLz4 } from './lz4.ts';
import { isLzmaAlone, unpackLzmaAlone } from './lzma-alone.ts';
import { Output } from './output.ts';
import { unpackXz } from './xz.ts';
import { unpackZlib } from './zlib.ts';

const UNPACKING: Readonly<Record<string, (packed: Uint8Array, out: Output) => number>> = {
  bzip2: unpackBzip2,
  gzip: (packed, out) => unpackGzip(packed, out, pureInflate, { crc32 }),
  lz4: unpackLz4,
  lzma: unpackLzmaAlone,
  xz: unpackXz,
  zlib: (packed, out) => unpackZlib(packed, out, pureInflate),
};

interface Known {
  readonly kind: string;
  readonly name: string;
  readonly packed: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** By Python's modules, lz4 and liblzma (`tools/oracle/packed.py`). */
const { cases } = JSON.parse(readFileSync(resolve(import.meta.dirname, 'known/packed.json'), 'utf8')) as { cases: readonly Known[] };
const KNOWN = cases.filter(({ kind }) => kind in UNPACKING);
const packedOf = ({ packed }: Known): Uint8Array => new Uint8Array(Buffer.from(packed, 'base64'));
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function run({ kind }: Known, packed: Uint8Array, maxBytes = 1 << 20): { out: Output; end: number | undefined; error: HorngateError | undefined } {
  const out = new Output(maxBytes);
  try {
    return { out, end: UNPACKING[kind]?.(packed, out), error: undefined };
  } catch (error) {
    assert.ok(error instanceof HorngateError, `${kind}: ${String(error)}`);
    return { out, end: undefined, error };
  }
}

test('what their own libraries pack comes out again, and the end of the last stream is known', async (t) => {
  for (const one of KNOWN)
    await t.test(one.name, () => {
      const packed = packedOf(one);
      const { out, end, error } = run(one, packed);
      assert.equal(error, undefined);
      assert.equal(out.fault, undefined);
      assert.equal(digest(out.bytes), one.sha256);
      assert.equal(end, packed.length);
    });
});

test('bytes behind the last stream are left to whoever asks', async (t) => {
  for (const one of KNOWN.filter(({ name }) => name.endsWith('of text')))
    await t.test(one.name, () => {
      const packed = packedOf(one);
      assert.equal(run(one, Uint8Array.from([...packed, 0x80, 4, 0x95, 1])).end, packed.length);
    });
});

test('scanner/unpacked-budget: nothing comes out past the budget', async (t) => {
  for (const one of KNOWN.filter(({ name }) => name.endsWith('of zeros')))
    await t.test(one.name, () => {
      const { out, error } = run(one, packedOf(one), 1000);
      assert.equal(error?.code, 'HG_LIMIT_RATIO');
      assert.ok(out.length <= 1000);
    });
});

test('scanner/cut-stream: of a stream that is cut what came before is kept', async (t) => {
  for (const one of KNOWN.filter(({ kind, name }) => name.endsWith('of text') && kind !== 'bzip2'))
    await t.test(one.name, () => {
      const packed = packedOf(one);
      const { out, error } = run(one, packed.subarray(0, packed.length - 20));
      assert.match(error?.code ?? '', /^HG_ARTIFACT_/);
      assert.ok(out.length > 0 || one.kind === 'lz4');
    });
});

test('damaged streams stop with an error of the file, soon and within the budget', () => {
  let state = 1;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  const seeds = KNOWN.filter(({ bytes, name }) => bytes > 0 && !name.endsWith('of zeros') && !name.endsWith('of noise'));
  for (let round = 0; round < 3000; round++) {
    const one = seeds[round % seeds.length] as Known;
    const bytes = packedOf(one);
    for (let edits = 1 + next(3); edits > 0; edits--) bytes[next(Math.min(bytes.length, 300))] = next(256);
    const { out } = run(one, next(4) === 0 ? bytes.subarray(0, next(bytes.length)) : bytes, 1 << 16);
    assert.ok(out.length <= 1 << 16);
  }
});

test('a .lzma has no magic, and few other bytes look like one', async (t) => {
  for (const one of KNOWN.filter(({ kind }) => kind === 'lzma')) await t.test(one.name, () => assert.ok(isLzmaAlone(packedOf(one))));
  for (const [name, bytes] of Object.entries({ zeros: new Uint8Array(64), ones: new Uint8Array(64).fill(255), text: Buffer.from(']'.repeat(64)) }))
    await t.test(`not ${name}`, () => assert.ok(!isLzmaAlone(bytes)));
});

test('scanner/checksums: a checksum that is not that of the data is noted, and what came out is kept', async (t) => {
  for (const one of KNOWN.filter(
    ({ kind, bytes, name }) => (kind === 'xz' && bytes > 0 && !/stream/.test(name)) || (kind === 'lz4' && /^lz4-linked of (text|words)/.test(name)),
  ))
    await t.test(one.name, () => {
      const packed = packedOf(one);
      const at = one.kind === 'lz4' ? packed.length - 1 : lastCheckOfXz(packed);
      packed[at] = (packed[at] as number) ^ 1;
      const { out, error } = run(one, packed);
      assert.equal(error, undefined);
      assert.match(out.fault?.message ?? '', /must be that of the data/);
      assert.equal(digest(out.bytes), one.sha256);
    });
});

/** The check of the last block ends where the index begins; the footer says how long that is (xz-file-format 1.2.1, 2.1.2.2). */
const lastCheckOfXz = (packed: Uint8Array): number => {
  const view = new DataView(packed.buffer, packed.byteOffset);
  return packed.length - 12 - (view.getUint32(packed.length - 8, true) + 1) * 4 - 1;
};
