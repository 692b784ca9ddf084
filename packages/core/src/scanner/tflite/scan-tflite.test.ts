import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { scanMutations } from '../fuzz.testing.ts';
import { scanBytes } from '../scan.testing.ts';
import { BUILTIN } from './operators.ts';

const artifact = (name: string): Uint8Array => readFileSync(resolve(import.meta.dirname, '../../../../../conformance/scanner/tflite', name));

test('the table of built-in operators is that of the schema', () => {
  // tensorflow/compiler/mlir/lite/schema/schema.fbs: ADD = 0, CUSTOM = 32, STABLEHLO_SHIFT_LEFT = 207 and more behind
  assert.equal(BUILTIN[0], 'ADD');
  assert.equal(BUILTIN[32], 'CUSTOM');
  assert.ok(BUILTIN.length > 205);
});

test('an archive behind a model is no second format of the file, and its members are looked into', () => {
  const { format, findings } = scanBytes(artifact('tflite-appended-pickle.tflite'), 'model.tflite');
  assert.equal(format, 'tflite');
  assert.deepEqual(
    findings.map(({ check, where }) => [check, where.member]),
    [['pickle/unlisted-call', 'labels.pkl']],
  );
});

test('mutations end in order', () => {
  for (const name of ['tflite-dense', 'tflite-flex-write', 'tflite-labels', 'tflite-int8']) scanMutations(artifact(`${name}.tflite`), 'model.tflite', 500);
});

test('scanner/tflite-flex: an operation is judged by what its options say, whatever it is called', () =>
  assert.deepEqual(
    scanBytes(artifact('tflite-flex-by-options.tflite'), 'model.tflite').findings.map(({ check }) => check),
    ['tflite/flex-operator'],
  ));
