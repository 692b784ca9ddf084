import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { bytesSource } from '../artifact/source.ts';
import { crc32 } from '../artifact/zip/crc32.ts';
import { pureInflate } from '../artifact/zip/inflate.ts';
import { encodeUtf8 } from '../text/utf8.ts';
import { HorngateError } from '../words/error.ts';
import { DEFAULT_LIMITS } from '../words/limits.ts';
import { dense, object, sequential } from './check.testing.ts';
import { MAX_FINDINGS } from './define-check.ts';
import { scanBytes, storedZip } from './scan.testing.ts';
import { scan } from './scan.ts';

const CORPUS = resolve(import.meta.dirname, '../../../../conformance/keras/hostile');
const artifact = (name: string): Uint8Array => readFileSync(`${CORPUS}/${name}.keras`);
const METADATA = '{"keras_version": "3.15.1", "date_saved": "2026-01-01@00:00:00"}';
const withConfig = (config: string): Uint8Array => storedZip({ 'metadata.json': METADATA, 'config.json': config, 'model.weights.h5': '' });
const checks = (result: ReturnType<typeof scanBytes>): string[] => result.findings.map(({ check }) => check);

test('a part that cannot be read is a finding and an unread entry, and what was found elsewhere stands', async (t) => {
  await t.test('a damaged configuration, beside weights with an external link', () => {
    const link = artifact('hdf5-external-link');
    const result = scanBytes(link.map((byte, at) => (at === jsonEnd(link) ? 0x20 : byte)));
    assert.ok(checks(result).includes('hdf5/external-link'));
    assert.ok(checks(result).includes('zip/structure'), 'its checksum is another one now');
    assert.ok(result.unread.some(({ path }) => path === 'config.json'));
  });
  await t.test('no archive at all behind its first bytes', () => {
    const result = scanBytes(artifact('lambda').subarray(0, 1000));
    assert.equal(result.format, 'zip');
    assert.ok(checks(result).includes('zip/structure') && result.unread.length > 0);
  });
  await t.test('an empty file', () => assert.deepEqual(checks(scanBytes(new Uint8Array(), 'x')), ['scan/unread']));
});

/** Where the last brace of config.json stands. */
const jsonEnd = (bytes: Uint8Array): number => Buffer.from(bytes).indexOf('model.weights.h5') - 31;

test('formats that are not scanned yet are unread, never clean', async (t) => {
  const hdf5 = Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a, ...new Uint8Array(100));
  for (const [name, bytes] of Object.entries({
    hdf5,
    unknown: Uint8Array.of(1, 2, 0xff),
    zip: storedZip({ 'a.bin': Uint8Array.of(1, 2, 0xff) }),
  }))
    await t.test(name, () => {
      const { findings, unread, format } = scanBytes(bytes, 'file');
      assert.equal(format, name);
      assert.ok(findings.some(({ check, severity }) => check === 'scan/unread' && severity === 'medium'));
      assert.equal(unread.length, 1);
    });
});

test('a file is what its content says; a name that says something else is a finding', async (t) => {
  const lambda = artifact('lambda');
  await t.test('a .keras under another name', () => {
    const result = scanBytes(lambda, 'model.h5');
    assert.equal(result.format, 'keras-v3');
    assert.ok(checks(result).includes('scan/extension') && checks(result).includes('keras/lambda-bytecode'));
  });
  await t.test('text under the name of a .keras', () => assert.ok(checks(scanBytes(encodeUtf8('hello'), 'model.keras')).includes('scan/extension')));
  for (const path of ['model.keras', 'MODEL.KERAS', 'download', 'a.b/model', 'blob.5f3a', '.keras'])
    await t.test(`${path} does not contradict`, () => assert.ok(!checks(scanBytes(lambda, path)).includes('scan/extension')));
  await t.test('two formats at once', () => {
    const both = new Uint8Array(Buffer.concat([Uint8Array.of(0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a), new Uint8Array(504), lambda]));
    assert.ok(checks(scanBytes(both)).includes('scan/several-formats'));
  });
});

test('depth, width and number of findings are bounded', async (t) => {
  const within = (name: string, bytes: Uint8Array, expected: string, limits = {}) =>
    t.test(name, () => {
      const result = scanBytes(bytes, 'model.keras', limits);
      assert.ok(checks(result).includes(expected), checks(result).join());
      for (const id of new Set(checks(result))) assert.ok(checks(result).filter((check) => check === id).length <= MAX_FINDINGS + 1);
    });
  await within('200,000 objects in one another', withConfig('{"a":'.repeat(200_000)), 'scan/limit');
  await within('60 deep is looked at to the end', withConfig(`${'{"a":'.repeat(60)}{"class_name": "__lambda__"}${'}'.repeat(60)}`), 'keras/lambda-bytecode');
  const wide = JSON.stringify(sequential([], { build_config: { a: Array.from({ length: 300_000 }, () => ({})) } }));
  await within('300,000 objects beside one another', withConfig(wide.replace('{}]', '{"class_name": "__lambda__"}]')), 'keras/lambda-bytecode');
  const many = JSON.stringify(sequential(Array.from({ length: 20_000 }, () => object('Evil', 'os'))));
  await within(
    '20,000 findings do not hide another',
    withConfig(many.replace(/\]\},"registered_name":null\}$/, `,${JSON.stringify(object('Lambda', 'keras.layers'))}]}}`)),
    'keras/code-class',
  );
  await within('too many layers', withConfig(JSON.stringify(sequential([dense(), dense(), dense()]))), 'scan/limit', { maxLayers: 3 });
  await within('too many members', storedZip(Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`${n}`, 'x']))), 'scan/limit', { maxEntries: 10 });
  await within('too large a configuration', withConfig(JSON.stringify(sequential([]))), 'scan/limit', { maxConfigBytes: 100 });
});

test('findings are sorted, worst first', () => {
  const { findings } = scanBytes(artifact('lambda-legacy'));
  const order = ['critical', 'high', 'medium', 'low', 'info'];
  assert.deepEqual(
    findings.map(({ severity }) => severity),
    findings.map(({ severity }) => severity).sort((a, b) => order.indexOf(a) - order.indexOf(b)),
  );
});

test('what is not about the file goes on: a bug must not look like a finding', () => {
  const bytes = artifact('lambda');
  const source = bytesSource(bytes);
  const failing = (error: Error) => ({
    size: source.size,
    read(offset: number, length: number) {
      if (offset > 2000 && length > 100) throw error;
      return source.read(offset, length);
    },
  });
  const run = (error: Error) => scan(failing(error), 'x', { inflate: pureInflate, digests: { crc32 } }, DEFAULT_LIMITS);
  assert.throws(() => run(new TypeError('a bug')), TypeError);
  assert.throws(() => run(new HorngateError('HG_INTERNAL', 'a bug')), { code: 'HG_INTERNAL' });
  assert.ok(run(new HorngateError('HG_ARTIFACT_TRUNCATED', 'cut')).unread.length > 0);
});

test('the first bytes of every artifact of the corpus, at every length, are scanned to an end', () => {
  const bytes = artifact('hdf5-cycle');
  for (let length = 0; length < bytes.length; length += 97) {
    const { findings, unread } = scanBytes(bytes.subarray(0, length));
    assert.ok(findings.length > 0 && unread.length > 0, `${length} bytes`);
  }
});
