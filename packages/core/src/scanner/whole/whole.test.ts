import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesSource } from '../../artifact/source.ts';
import { encodeUtf8 } from '../../text/utf8.ts';
import { DEFAULT_LIMITS } from '../../words/limits.ts';
import { PURE } from '../scan.testing.ts';
import { scanWhole } from '../scan.ts';
import type { WholeKind } from './scan-whole.ts';

type Files = Readonly<Record<string, unknown>>;

/** A folder of these files: what has a value is a description, and `null` is a file that only lies there. */
function look(kind: WholeKind, files: Files) {
  const descriptions = Object.entries(files).flatMap(([path, value]) =>
    value === null
      ? []
      : [{ path, source: bytesSource(value instanceof Uint8Array ? value : encodeUtf8(typeof value === 'string' ? value : JSON.stringify(value))) }],
  );
  return scanWhole(kind, descriptions, Object.keys(files), 'model', PURE, DEFAULT_LIMITS);
}
const said = (kind: WholeKind, files: Files): string[] =>
  look(kind, files).findings.map(({ check, severity, where }) => `${check} ${severity} ${where.member} ${where.pointer ?? ''}`.trim());

const map = (...files: string[]) => ({ weight_map: Object.fromEntries(files.map((file, n) => [`w${n}`, file])) });
const mlmodel = (field: string) => `flavors:\n  python_function:\n    loader_module: mlflow.onnx\n    ${field}\n`;

const SILENT: Readonly<Record<string, readonly [kind: WholeKind, files: Files]>> = {
  'no code': ['huggingface', { 'config.json': { model_type: 'x' }, 'convert.py': null }],
  'code of another repository, which its file tells': ['huggingface', { 'config.json': { auto_map: { AutoModel: 'a/b--m.X' } } }],
  'all shards': ['huggingface', { 'a.index.json': map('1.bin', '2.bin'), '1.bin': null, '2.bin': null }],
  'shards below': ['huggingface', { 'sub/a.index.json': map('./1.bin', 'deep/2.bin'), 'sub/1.bin': null, 'sub/deep/2.bin': null }],
  'a shard outside, which its file tells': ['huggingface', { 'a.index.json': map('../1.bin', '/2.bin') }],
  'a name without a class': ['huggingface', { 'config.json': { auto_map: { AutoModel: 'X' } } }],
  'maps that are none': ['huggingface', { 'config.json': { auto_map: 3 }, 'a.index.json': { weight_map: [1, null, { a: 2 }] } }],
  'a file of MLflow': ['mlflow', { MLmodel: mlmodel('data: model.onnx'), 'model.onnx': null }],
  'a folder of MLflow': ['mlflow', { MLmodel: mlmodel('data: data'), 'data/a/b': null }],
  'an MLmodel of another form': ['mlflow', { MLmodel: 'flavors: 3\n' }],
  'a graph without variables': ['saved-model', { 'saved_model.pb': new Uint8Array() }],
  'data in two files': [
    'saved-model',
    {
      'saved_model.pb': new Uint8Array(),
      'variables/variables.index': null,
      'variables/variables.data-00000-of-00002': null,
      'variables/variables.data-00001-of-00002': null,
    },
  ],
};

test('folders whose files are all there are silent', async (t) => {
  for (const [name, [kind, files]] of Object.entries(SILENT)) await t.test(name, () => assert.deepEqual(said(kind, files), []));
});

const REPORTED: Readonly<Record<string, readonly [kind: WholeKind, files: Files, ...expected: string[]]>> = {
  'code beside': [
    'huggingface',
    { 'config.json': { auto_map: { AutoModel: 'm.X' } }, 'm.py': null },
    'huggingface/remote-code high config.json /auto_map/AutoModel',
  ],
  'code at the root': [
    'huggingface',
    { 'sub/config.json': { auto_map: { A: 'm.X' } }, 'm.py': null },
    'huggingface/remote-code high sub/config.json /auto_map/A',
  ],
  'code in an inner place': [
    'huggingface',
    { 'config.json': { text: { auto_map: { A: 'm.X' } } }, 'm.py': null },
    'huggingface/remote-code high config.json /text/auto_map/A',
  ],
  'code in a folder': ['huggingface', { 'config.json': { auto_map: { A: 'a.m.X' } }, 'a/m.py': null }, 'huggingface/remote-code high config.json /auto_map/A'],
  'code that is not there': ['huggingface', { 'config.json': { auto_map: { A: 'm.X' } } }, 'folder/missing-file medium config.json /auto_map/A'],
  'a pipeline': [
    'huggingface',
    { 'config.json': { custom_pipelines: { a: { impl: 'p.P' } } }, 'p.py': null },
    'huggingface/remote-code high config.json /custom_pipelines/a/impl',
  ],
  'code that only a tokenizer names': [
    'huggingface',
    { 'config.json': {}, 'tokenizer_config.json': { auto_map: { T: ['t.T', null] } }, 't.py': null },
    'huggingface/remote-code high tokenizer_config.json /auto_map/T/0',
    'folder/code-disagreement medium tokenizer_config.json /auto_map',
  ],
  'one shard of two': ['huggingface', { 'a.index.json': map('1.bin', '2.bin'), '1.bin': null }, 'folder/missing-file medium a.index.json /weight_map'],
  'a leftover index': ['huggingface', { 'a.index.json': map('1.bin'), 'model.safetensors': null }, 'folder/missing-file low a.index.json /weight_map'],
  'code of MLflow': ['mlflow', { MLmodel: mlmodel('code: code'), 'code/a.py': null }, 'mlflow/code high MLmodel /flavors/python_function/code'],
  'a missing file of MLflow': ['mlflow', { MLmodel: mlmodel('data: x') }, 'folder/missing-file medium MLmodel /flavors/python_function/data'],
  'two graphs': ['saved-model', { 'saved_model.pb': new Uint8Array(), 'saved_model.pbtxt': '' }, 'folder/two-descriptions medium saved_model.pbtxt'],
  'one file of data of two': [
    'saved-model',
    { 'saved_model.pb': new Uint8Array(), 'variables/variables.index': null, 'variables/variables.data-00001-of-00002': null },
    'folder/missing-file medium variables/variables.index',
  ],
};

test('what is not there, or is there and runs, is reported', async (t) => {
  for (const [name, [kind, files, ...expected]] of Object.entries(REPORTED)) await t.test(name, () => assert.deepEqual(said(kind, files), expected));
});

test('scanner/whole-names: code that a description names and that lies in the folder is high', () =>
  assert.deepEqual(said('huggingface', { 'config.json': { auto_map: { A: 'm.X' } }, 'm.py': null }), ['huggingface/remote-code high config.json /auto_map/A']));

test('a description that cannot be read is unread, whatever it is', async (t) => {
  await t.test('cut', () => assert.equal(look('huggingface', { 'config.json': '{"auto_map": {' }).unread[0]?.path, 'config.json'));
  const description = encodeUtf8(JSON.stringify({ auto_map: { A: ['m.X', null] }, weight_map: { a: '1.bin' }, _class_name: ['p', 'P'] }));
  await t.test('changed bytes', () => {
    for (const bytes of changed(description)) look('huggingface', { 'config.json': bytes, 'm.py': null });
    for (const bytes of changed(encodeUtf8(mlmodel('code: code')))) look('mlflow', { MLmodel: bytes });
    for (const bytes of changed(Uint8Array.of(8, 1, 18, 10, 26, 2, 10, 0, 58, 4, 18, 2, 97, 98))) look('saved-model', { 'saved_model.pb': bytes });
  });
});

/** Each byte by six others, and each cut. */
function* changed(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) {
    for (const value of [0, 0x22, 0x5b, 0x7b, 0x80, 0xff]) yield bytes.with(at, value);
    yield bytes.subarray(0, at);
  }
}
