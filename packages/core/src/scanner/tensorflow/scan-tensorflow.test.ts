import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { scanMutations } from '../fuzz.testing.ts';
import { scanBytes } from '../scan.testing.ts';
import { EFFECTS, SAVER, TABLE_FILES } from './effects.ts';
import { OPERATORS } from './operators.ts';

const CORPUS = resolve(import.meta.dirname, '../../../../../conformance/scanner/tensorflow');
const artifact = (name: string): Uint8Array => readFileSync(resolve(CORPUS, name));
const said = (text: string): string[] => scanBytes(encodeUtf8(text), 'graph.pbtxt').findings.map(({ check }) => check);

test('each operation of the registry is silent or has its row of effects', () => {
  for (const op of OPERATORS) assert.equal(said(`node { name: "n" op: "${op}" }`).length, EFFECTS.has(op) && !EFFECTS.get(op)?.unless ? 1 : 0, op);
});

test('rows of effects are of operations that there are', () => {
  for (const op of [...EFFECTS.keys(), ...SAVER, ...TABLE_FILES]) assert.ok(OPERATORS.has(op), op);
});

test('an operation that only some settings let out is judged by them', () => {
  const print = (stream: string): string[] => said(`node { name: "n" op: "PrintV2" attr { key: "output_stream" value { s: "${stream}" } } }`);
  for (const stream of ['stderr', 'stdout', 'log(info)']) assert.deepEqual(print(stream), []);
  for (const stream of ['file:///tmp/x', 'file://x', 'x']) assert.deepEqual(print(stream), ['tensorflow/file-operator']);
});

test('texts that are no graph are not taken for one', () => {
  for (const text of ['nodes are fun', 'node: a graph\n', 'version: 1\n', 'library', '# node { op: "WriteFile" }\n'])
    assert.notEqual(scanBytes(encodeUtf8(text), 'a').format, 'tensorflow-graph', text);
});

test('numbers without a form are known by their names alone, and only where nothing else is there', () => {
  const numbers = Uint8Array.of(0x8f, 1, 2, 0x3e, 0xff, 0, 0, 9);
  assert.equal(scanBytes(numbers, 'variables/variables.data-00000-of-00001').format, 'raw-tensors');
  assert.equal(scanBytes(numbers, 'weights.bin').format, 'unknown');
  assert.equal(scanBytes(artifact('tensorflow-graph-write.pb'), 'variables.data-00000-of-00001').format, 'tensorflow-graph');
});

test('mutations end in order', () => {
  for (const [name, rounds] of [
    ['tensorflow-graph-masked.pb', 300],
    ['tensorflow-graph-write.pb', 300],
    ['tensorflow-asset-parent.pb', 150],
    ['tensorflow-text-angles.pbtxt', 300],
    ['tensorflow-keras-metadata-lambda.pb', 300],
    ['tensorflow-checkpoint/weights.index', 500],
  ] as const)
    scanMutations(artifact(name), name, rounds);
});

test('scanner/tensorflow-saver: what a saver may do, nothing else that calls it may', () =>
  assert.deepEqual(
    [...new Set(scanBytes(artifact('tensorflow-saver-called-by-signature.pb'), 'saved_model.pb').findings.map(({ check }) => check))],
    ['tensorflow/file-operator'],
  ));
