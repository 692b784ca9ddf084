import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { ProtobufWriter } from '../../artifact/protobuf/writer.ts';
import { scanMutations } from '../fuzz.testing.ts';
import { scanBytes } from '../scan.testing.ts';
import { EFFECTS } from './effects.ts';
import { CONTRIBUTED, DOMAINS, STANDARD } from './operators.ts';

const CORPUS = resolve(import.meta.dirname, '../../../../../conformance/scanner/onnx');
const artifact = (name: string): Uint8Array => readFileSync(resolve(CORPUS, name));

/** ModelProto: ir_version 1, graph 7; GraphProto: node 1; NodeProto: op_type 4, domain 7 (onnx.proto). */
const model = (type: string, domain = ''): Uint8Array =>
  new ProtobufWriter()
    .int(1, 10)
    .message(7, (graph) => graph.message(1, (node) => node.text(4, type).text(7, domain)))
    .finish();
const said = (bytes: Uint8Array): string[] => scanBytes(bytes, 'model.onnx').findings.map(({ check }) => check);

test('each operator of the tables is silent, and none of them has an effect', () => {
  for (const type of STANDARD) assert.deepEqual(said(model(type)), []);
  for (const key of [...DOMAINS, ...CONTRIBUTED]) {
    const dot = key.lastIndexOf('.');
    assert.deepEqual(said(model(key.slice(dot + 1), key.slice(0, dot))), [], key);
  }
  for (const type of Object.keys(EFFECTS)) assert.ok(![STANDARD, DOMAINS, CONTRIBUTED].some((table) => table.has(type) || table.has(`com.microsoft.${type}`)));
});

test('each operator with an effect is found, under any domain', () => {
  for (const type of Object.keys(EFFECTS))
    for (const domain of ['', 'com.microsoft', 'com.example']) assert.deepEqual(said(model(type, domain)), ['onnx/code-operator'], `${domain} ${type}`);
});

test('the tables hold what real exporters need', () => {
  for (const type of ['MatMul', 'Conv', 'LSTM', 'If', 'Loop', 'Scan']) assert.ok(STANDARD.has(type));
  for (const key of ['ai.onnx.ml.TreeEnsembleClassifier', 'ai.onnx.preview.training.Adam']) assert.ok(DOMAINS.has(key));
  assert.ok(CONTRIBUTED.has('com.microsoft.Attention'));
});

test('many messages that break off are told within a bound', () => {
  const broken = new ProtobufWriter().int(1, 10).message(7, (graph) => {
    for (let index = 0; index < 5000; index++) graph.bytes(1, Uint8Array.of(0x22, 0x7f));
  });
  const { findings, unread } = scanBytes(broken.finish(), 'model.onnx');
  assert.ok(findings.some(({ check }) => check === 'onnx/structure'));
  assert.ok(findings.length < 200 && unread.length <= 100);
});

test('mutations of models end in order', () => {
  for (const name of readdirSync(CORPUS)
    .filter((file) => /if|function|sparse|external-parent|tree|forest/.test(file) && file.endsWith('.onnx'))
    .slice(0, 8))
    scanMutations(artifact(name), 'model.onnx', 250);
});

test('scanner/onnx-external: data of a tensor lie beside the model, or it is a finding', () =>
  assert.deepEqual(said(artifact('onnx-external-parent.onnx')), ['onnx/external-data']));

test('scanner/onnx-default-deny: an operator that is in no table is a finding', () =>
  assert.deepEqual(said(model('Steal', 'com.example')), ['onnx/unknown-operator']));
