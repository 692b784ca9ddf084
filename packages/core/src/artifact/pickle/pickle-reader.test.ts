import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { bytesSource } from '../source.ts';
import { readLiteral } from './literal.ts';
import { nameOf, OPCODES } from './opcodes.ts';
import { PickleReader } from './pickle-reader.ts';

interface Seen {
  readonly ops: readonly (readonly [name: string, at: number])[];
  readonly broken: boolean;
}

/** What CPython's `pickletools.genops` says (`tools/oracle/pickle_ops.py`). */
const KNOWN = JSON.parse(readFileSync(resolve(import.meta.dirname, 'known/genops.json'), 'utf8')) as {
  readonly python: string;
  readonly names: readonly (readonly [name: string, code: number, protocol: number])[];
  readonly pickles: readonly (Seen & { readonly hex: string })[];
};

/** Op-codes with their places, until STOP or what is broken. */
function opsOf(bytes: Uint8Array): Seen {
  const reader = new PickleReader(bytesSource(bytes));
  const ops: [string, number][] = [];
  try {
    for (;;) {
      const name = nameOf(reader.next()) as string;
      ops.push([name, reader.at]);
      if (name === 'STOP') return { ops, broken: false };
    }
  } catch (error) {
    assert.ok(error instanceof HorngateError && error.code.startsWith('HG_ARTIFACT_'), String(error));
    return { ops, broken: true };
  }
}

test(`all 68 op-codes are those of CPython ${KNOWN.python}`, () => {
  const ours = Object.entries(OPCODES).map(([name, [code, , protocol]]) => [name, code, protocol]);
  assert.equal(ours.length, 68);
  assert.deepEqual(ours.sort(), KNOWN.names.map((row) => [...row]).sort());
});

test('every op-code stands where pickletools sees it', async (t) => {
  const seen = new Set(KNOWN.pickles.flatMap(({ ops }) => ops.map(([name]) => name)));
  assert.deepEqual(
    Object.keys(OPCODES).filter((name) => !seen.has(name)),
    [],
    'each op-code has its trace',
  );
  for (const { hex, ops, broken } of KNOWN.pickles) await t.test(hex.slice(0, 40), () => assert.deepEqual(opsOf(Buffer.from(hex, 'hex')), { ops, broken }));
});

/** A generator of numbers that always gives the same (Numerical Recipes, 7.1). */
const numbers = (seed: number) => (): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

function mutants(count: number, seed: number): Uint8Array[] {
  const next = numbers(seed);
  const whole = KNOWN.pickles.map(({ hex }) => Buffer.from(hex, 'hex'));
  return Array.from({ length: count }, () => {
    const bytes = Uint8Array.from(whole[Math.floor(next() * whole.length)] as Uint8Array);
    for (let n = 0; n < 3; n++) bytes[Math.floor(next() * bytes.length)] = Math.floor(next() * 256);
    return bytes.subarray(0, 1 + Math.floor(next() * bytes.length));
  });
}

test('broken pickles are refused as such, wherever they break', () => {
  for (const bytes of mutants(2000, 1)) opsOf(bytes);
});

const ORACLE = process.env['HORNGATE_ORACLE'];
const SKIP = ORACLE === undefined || !existsSync(ORACLE) ? 'HORNGATE_ORACLE names no Python' : false;

test('pickletools sees the same op-codes in broken pickles', { skip: SKIP }, () => {
  const given = mutants(Number(process.env['HORNGATE_MUTANTS'] ?? 3000), 7);
  const script = join(import.meta.dirname, '../../../../../tools/oracle/pickle_ops.py');
  const input = given.map((bytes) => Buffer.from(bytes).toString('hex')).join('\n');
  const { stdout, stderr } = spawnSync(ORACLE as string, [script, '--stdin'], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
  assert.equal(stderr, '');
  for (const [index, theirs] of (JSON.parse(stdout) as Seen[]).entries()) {
    const ours = opsOf(given[index] as Uint8Array);
    // pickletools decodes arguments too, and stops at one that it cannot decode: we go on, so that nothing hides behind it.
    const common = ours.ops.slice(0, theirs.ops.length);
    assert.deepEqual(common, theirs.ops, `mutant ${index}`);
    if (!theirs.broken) assert.deepEqual(ours, theirs, `mutant ${index}`);
  }
});

test('literals are read as Python reads them', async (t) => {
  const rows: Readonly<Record<string, readonly [bytes: string, value: unknown]>> = {
    'INT 01 is True': ['I01\n', { type: 'true' }],
    'INT of eight digits': ['I-12345678\n', { type: 'number', text: '-12345678' }],
    'LONG with its letter': ['L99999999999999999999L\n', { type: 'number', text: '99999999999999999999' }],
    'LONG1, negative': ['\x8a\x01\xff', { type: 'number', text: '-1' }],
    'LONG1 of no bytes is zero': ['\x8a\x00', { type: 'number', text: '0' }],
    'STRING with escapes': ["S'a\\x62\\143\\n\\''\n", { type: 'str', text: "abc\n'", bytes: 15, cut: false }],
    'UNICODE with escapes': ['Va\\u00e4\\U0001f600\n', { type: 'str', text: 'aä😀', bytes: 17, cut: false }],
    'BINFLOAT is big-endian': ['G\x3f\xf8\x00\x00\x00\x00\x00\x00', { type: 'number', text: '1.5' }],
  };
  for (const [name, [bytes, value]] of Object.entries(rows))
    await t.test(name, () => assert.deepEqual(readLiteral(bytesSource(Buffer.from(bytes, 'latin1')), 0), value));
  for (const bytes of ['Inothing\n', 'F1.2.3\n', 'Sx\n', "S'x\n", 'L1.5\n', '\x8c\x01\xff'])
    await t.test(`${JSON.stringify(bytes)} is none`, () => assert.equal(readLiteral(bytesSource(Buffer.from(bytes, 'latin1')), 0), undefined));
});

test('what spans windows is read as a whole', () => {
  const long = Buffer.concat([
    Buffer.from('V'),
    Buffer.alloc(200_000, 0x61),
    Buffer.from('\nX'),
    Buffer.from([0x40, 0x42, 0x0f, 0]),
    Buffer.alloc(1_000_000, 0x62),
    Buffer.from('.'),
  ]);
  assert.deepEqual(opsOf(long), {
    ops: [
      ['UNICODE', 0],
      ['BINUNICODE', 200_002],
      ['STOP', 1_200_007],
    ],
    broken: false,
  });
});
