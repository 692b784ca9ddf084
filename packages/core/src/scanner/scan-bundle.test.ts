import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { bytesSource } from '../artifact/source.ts';
import { crc32 } from '../artifact/zip/crc32.ts';
import { pureInflate } from '../artifact/zip/inflate.ts';
import { DEFAULT_LIMITS } from '../words/limits.ts';
import { type ScanResult, scan, scanTogether } from './scan.ts';

const CASES = new URL('../../../../conformance/keras/cases/', import.meta.url);
const PORTS = { inflate: pureInflate, digests: { crc32 } };
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

type Files = Map<string, Uint8Array>;

/** The files of a conformance case, in the order of its manifest. */
function filesOf(family: string, name: string): Files {
  const { cases } = JSON.parse(readFileSync(new URL(`${family}/manifest.json`, CASES), 'utf8')) as { cases: { name: string; files: string[] }[] };
  const files = cases.find((one) => one.name === name)?.files ?? assert.fail(name);
  return new Map(files.map((file) => [file, new Uint8Array(readFileSync(new URL(`${family}/${name}/${file}`, CASES)))]));
}

const scanned = (files: Files, path = 'folder'): ScanResult =>
  scanTogether(
    [...files].map(([name, bytes]) => ({ path: name, source: bytesSource(bytes) })),
    path,
    PORTS,
    DEFAULT_LIMITS,
  );
const alone = (bytes: Uint8Array, path: string): ScanResult => scan(bytesSource(bytes), path, PORTS, DEFAULT_LIMITS);
const found = ({ findings }: ScanResult): string[] => findings.map(({ check, where }) => `${check} ${where.member ?? ''}`.trim());
const changed = (files: Files, name: string, change: (text: string) => string): Files =>
  new Map([...files].map(([file, bytes]) => [file, file === name ? utf8(change(new TextDecoder().decode(bytes))) : bytes]));

test('Files that Keras wrote have no finding, together and each alone, and nothing is unread', async (t) => {
  for (const [family, name, path, format] of [
    ['json-weights', 'json-mlp', 'model.json', 'keras-json'],
    ['json-weights', 'json-cnn-compressed', 'model.json', 'keras-json'],
    ['json-weights-keras2', 'json-keras2-nested-legacy-layout', 'model.json', 'keras-json'],
    ['json-weights-keras2', 'json-keras2-cnn-newer-layout', 'model.json', 'keras-json'],
    ['sharded-weights', 'sharded-cnn', 'cnn.json', 'keras-json'],
    ['unzipped', 'unzipped-cnn', 'model.keras', 'keras-v3-folder'],
    ['unzipped', 'unzipped-lookup', 'folder', 'keras-v3-folder'],
  ] as const)
    await t.test(name, () => {
      const files = filesOf(family, name);
      assert.deepEqual(scanned(files, path), { format, findings: [], unread: [] });
      for (const [file, bytes] of files) {
        if (file.startsWith('assets/')) continue; // texts, of which nothing is known
        const { findings, unread } = alone(bytes, file);
        assert.deepEqual([findings, unread], [[], []], file);
      }
    });
});

test('What is found in a .keras is found in its files, at its place', async (t) => {
  const folder = filesOf('unzipped', 'unzipped-cnn');
  const lambda = (text: string): string => text.replace('"class_name": "Rescaling"', '"class_name": "__lambda__"');
  await t.test('code in a description', () => {
    assert.ok(found(scanned(changed(folder, 'config.json', lambda))).includes('keras/lambda-bytecode config.json'));
    assert.ok(found(alone(utf8(lambda(new TextDecoder().decode(folder.get('config.json')))), 'config.json')).includes('keras/lambda-bytecode'));
  });
  await t.test('a key that stands twice', () =>
    assert.ok(
      found(scanned(changed(folder, 'metadata.json', (text) => text.replace('{', '{"keras_version": "2.0",')))).includes('json/duplicate-key metadata.json'),
    ),
  );
  await t.test('a link in the weights', () => {
    const { refused } = JSON.parse(readFileSync(new URL('../artifact/hdf5/known/h5py-newer.json', import.meta.url), 'utf8')) as {
      refused: { name: string; file: string }[];
    };
    for (const [name, check] of [
      ['external_link', 'hdf5/external-link'],
      ['soft_link', 'hdf5/soft-link'],
      ['external_storage', 'hdf5/external-storage'],
      ['virtual', 'hdf5/virtual-dataset'],
      ['shape_bomb', 'hdf5/shape-bomb'],
    ] as const) {
      const bytes = Uint8Array.from(inflateSync(Buffer.from(refused.find((one) => one.name === name)?.file ?? '', 'base64')));
      assert.ok(found(scanned(new Map([...folder, ['model.weights.h5', bytes]]))).includes(`${check} model.weights.h5`), name);
    }
  });
  await t.test('a shard that is no HDF5 file', () => {
    const shards = filesOf('sharded-weights', 'sharded-cnn');
    const { findings, unread } = scanned(new Map([...shards, ['cnn_00001.weights.h5', utf8('nothing')]]), 'cnn.json');
    assert.ok(findings.length > 0 && unread.some(({ path }) => path === 'cnn_00001.weights.h5'));
  });
  await t.test('a pickle among the assets', () =>
    assert.ok(found(scanned(new Map([...folder, ['assets/x.pkl', utf8('')]]))).some((line) => line.startsWith('keras/pickle-member'))),
  );
});

test('The version that Keras 2 writes into an architecture is no unknown field, unless it is no text', () => {
  const files = filesOf('json-weights', 'json-mlp');
  const version = (value: string): Files => changed(files, 'model.json', (text) => text.replace('{', `{"keras_version": ${value}, "backend": "tensorflow", `));
  assert.deepEqual(found(scanned(version('"2.15.0"'), 'model.json')), []);
  assert.deepEqual(found(scanned(version('{"class_name": "Evil"}'), 'model.json')).slice(0, 1), ['keras/unknown-class model.json']);
});

test('JSON that describes no model is data, and is searched for code wherever it stands', async (t) => {
  const said = (text: string) => {
    const { findings, unread } = alone(utf8(text), 'a.json');
    return [findings.map(({ check, severity, where }) => `${check} ${severity} ${where.pointer}`), unread.length];
  };
  for (const silent of [
    '{"a": [1, 2]}',
    '{"keras_version": "3.15.1", "other": 1}',
    '[]',
    '{"class_name": "Resistor", "ohm": 3}',
    '{"a": {"class_name": "X", "config": {}}}',
  ])
    await t.test(silent, () => assert.deepEqual(said(silent), [[], 0]));
  const lambda = '{"class_name": "__lambda__", "config": {"code": "4wEAAA==", "defaults": null, "closure": null}}';
  await t.test('a lambda', () => assert.deepEqual(said(`{"kept": [{"model": ${lambda}}]}`), [['keras/lambda-bytecode critical /kept/0/model'], 0]));
  await t.test('a layer of code', () =>
    assert.deepEqual(said('{"a": {"class_name": "TorchModuleWrapper", "config": {}}}'), [['keras/code-class critical /a'], 0]),
  );
});
