import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { scanBytes, storedZip } from '../scan.testing.ts';
import { mutate } from './mutations.testing.ts';

const CORPUS = resolve(import.meta.dirname, '../../../../../conformance/scanner/archives');
const artifact = (name: string): Uint8Array => new Uint8Array(readFileSync(`${CORPUS}/${name}`));
const checks = (result: ReturnType<typeof scanBytes>): string[] => [...new Set(result.findings.map(({ check }) => check))].sort();

test('a container is recognised by its content, and what is inside is named after it', async (t) => {
  const cases: Readonly<Record<string, readonly [format: string, member: string]>> = {
    'gzip-pickle.pkl.gz': ['gzip', 'download'],
    'pickle.tgz': ['gzip', 'download!model.pkl'],
    'pickle.tar': ['tar', 'model.pkl'],
    'lzma2.7z': ['7z', 'model.pkl'],
    'bzip2-pickle.pkl.bz2': ['bzip2', 'download'],
    'xz-pickle.pkl.xz': ['xz', 'download'],
    'lzma-pickle.pkl.lzma': ['lzma', 'download'],
    'lz4-pickle.pkl.lz4': ['lz4', 'download'],
    'zlib-pickle.pkl.zlib': ['zlib', 'download'],
  };
  for (const [name, [format, member]] of Object.entries(cases))
    await t.test(name, () => {
      const result = scanBytes(artifact(name), 'a/download');
      assert.equal(result.format, format);
      assert.deepEqual(result.findings.find(({ check }) => check === 'pickle/unlisted-call')?.where.member, member);
    });
  await t.test('the ending of a compression is not part of the name inside', () =>
    assert.ok(scanBytes(artifact('pickle.tgz'), 'a/model.tgz').findings.some(({ where }) => where.member === 'model.tar!model.pkl')),
  );
});

test('scanner/nesting: budgets hold for what comes out, for all containers together', async (t) => {
  const stops = (name: string, file: string, limits: Parameters<typeof scanBytes>[2], message: RegExp) =>
    t.test(name, () => {
      const limit = scanBytes(artifact(file), file, limits).findings.find(({ check }) => check === 'scan/limit');
      assert.match(limit?.message ?? '', message);
    });
  await stops('a ratio', 'gzip-bomb.gz', {}, /at most/);
  await stops('a ratio of 7z, by its claims', 'bomb.7z', {}, /times their packed size/);
  await stops('nesting', 'too-deep.gz', {}, /nest 8 deep/);
  await stops('bytes', 'nested-bomb.gz', { maxUnpackedBytes: 1000 }, /at most 1000 bytes/);
  await stops('members', 'pax.tar', { maxMembers: 2 }, /at most 2 members/);
  await stops('the memory of a scan', 'words-gzip.txt.gz', { scanMemoryBytes: 100 }, /at most 50 bytes/);
});

test('scanner/seven-zip-checksum: a member of 7z whose CRC-32 is another one is a finding, and is looked at all the same', () => {
  assert.deepEqual(checks(scanBytes(artifact('wrong-member.7z'), 'a.7z')), ['archive/structure', 'pickle/unlisted-call']);
  assert.deepEqual(checks(scanBytes(artifact('copy.7z'), 'a.7z')), ['pickle/unlisted-call']);
});

test('scanner/zip-inner-check: xz in a zip whose own check is wrong is a finding, and is looked at all the same', () => {
  assert.deepEqual(checks(scanBytes(artifact('method-xz-wrong.zip'), 'a.zip')), ['pickle/unlisted-call', 'zip/mismatch']);
  assert.deepEqual(checks(scanBytes(artifact('method-xz.zip'), 'a.zip')), ['pickle/unlisted-call']);
});

test('scanner/local-view: a zip is looked at as its directory shows it, and as its local headers do', async (t) => {
  for (const name of [
    'hidden-local.zip',
    'local-name.zip',
    'two-archives.zip',
    'second-end.zip',
    'no-directory.zip',
    'wrong-crc.zip',
    'flag-bits.zip',
    'overlap.zip',
  ])
    await t.test(name, () => assert.ok(checks(scanBytes(artifact(name), name)).includes('pickle/unlisted-call')));
  await t.test('an ordinary archive in an archive has one view', () => {
    const { findings } = scanBytes(storedZip({ 'a.zip': storedZip({ 'b.txt': 'text' }) }), 'x.zip');
    assert.deepEqual(findings, []);
  });
});

test('text that begins like zlib data is text', async (t) => {
  for (const text of ['x^2 + y^2 = 1\nis a circle\n', 'x\x01', `x^${'2 + x^'.repeat(2000)}`, 'hello', '(lp0\nI1\na.'.slice(0, 3)])
    await t.test(JSON.stringify(text.slice(0, 20)), () => assert.notEqual(scanBytes(encodeUtf8(text), 'a').format, 'zlib'));
});

test('programs and scripts are known by their first bytes', async (t) => {
  const shown: Readonly<Record<string, readonly [bytes: Uint8Array, check: string | undefined]>> = {
    ELF: [artifact('op.so'), 'code/program'],
    PE: [artifact('setup.exe'), 'code/program'],
    script: [encodeUtf8('#!/usr/bin/env python3\n'), 'code/script'],
    'text that begins with MZ': [encodeUtf8('MZ is a set of initials\n'), undefined],
    'a heading': [encodeUtf8('#! not a path\n'), undefined],
  };
  for (const [name, [bytes, check]] of Object.entries(shown))
    await t.test(name, () => assert.deepEqual(checks(scanBytes(bytes, 'a')), check === undefined ? [] : [check]));
});

test('damaged containers, streams and pictures are scanned to an end', () => {
  const seeds = readdirSync(CORPUS)
    .filter((name) => name !== 'manifest.json' && !/bomb|too-deep|zst/.test(name))
    .map(artifact);
  mutate(seeds, 'model.bin', 1200, 600);
});
