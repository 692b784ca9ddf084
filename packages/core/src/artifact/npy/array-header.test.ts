import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import { bytesSource } from '../source.ts';
import { readArrayHeader } from './array-header.ts';

function header(text: string, version = 1): Uint8Array {
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  return Uint8Array.of(0x93, ...Buffer.from('NUMPY'), version, 0, ...length, ...Buffer.from(text), 0, 0);
}

const of = (descr: string, shape = '(2, 3)'): string => `{'descr': ${descr}, 'fortran_order': False, 'shape': ${shape}, }\n`;
const bytesOf = (text: string, version = 1): number | undefined => readArrayHeader(bytesSource(header(text, version))).bytes;

test('a header says how many bytes the array has, as NumPy counts them', async (t) => {
  // numpy.dtype(descr).itemsize, times six
  const rows: Readonly<Record<string, number>> = {
    "'<f8'": 48,
    "'|b1'": 6,
    "'<U5'": 120,
    "'|S3'": 18,
    "'<M8[ns]'": 48,
    "'|V16'": 96,
    "[('a', '<i4'), ('b', '<f8', (2, 2))]": 216,
    "[('a', [('b', '<i2'), ('c', '|u1')]), ('d', '<f4')]": 42,
    "[(('title', 'a'), '<i4')]": 24,
  };
  for (const [descr, bytes] of Object.entries(rows)) await t.test(descr, () => assert.equal(bytesOf(of(descr)), bytes));
  await t.test('a scalar', () => assert.equal(bytesOf(of("'<f8'", '()')), 8));
  await t.test('no elements', () => assert.equal(bytesOf(of("'<f8'", '(0, 9)')), 0));
  await t.test('version 2', () => assert.equal(bytesOf(of("'<f8'"), 2), 48));
  for (const descr of ["'|O'", "[('a', '<i4'), ('b', '|O')]", "[('a', [('b', 'O')])]"])
    await t.test(`${descr} is a pickle`, () => assert.equal(bytesOf(of(descr)), undefined));
});

test('a header that NumPy would not write is refused', async (t) => {
  const broken = [
    of("__import__('os')"),
    of("'<f8'", '[2]'.repeat(0) || "'x'"),
    of("'<f8'", '(-1,)'),
    of("'q q'"),
    "{'descr': '<f8'}",
    '{',
    '',
    `${of("'<f8'")}x`,
    of('['.repeat(99) + ']'.repeat(99)),
  ];
  for (const text of broken) await t.test(text.slice(0, 50), () => assert.throws(() => bytesOf(text), { code: 'HG_ARTIFACT_NPY' }));
});

test('no header throws anything else, however it is broken', () => {
  const whole = header(of("[('a', '<i4'), ('b', '<f8', (2, 2))]"));
  for (let round = 0; round < 2000; round++) {
    const bytes = whole.slice(0, whole.length - (round % 40));
    bytes[6 + ((round * 7919) % (bytes.length - 6))] = (round * 104729) & 255;
    try {
      readArrayHeader(bytesSource(bytes));
    } catch (error) {
      assert.ok(error instanceof HorngateError && error.code.startsWith('HG_ARTIFACT_'), String(error));
    }
  }
});
