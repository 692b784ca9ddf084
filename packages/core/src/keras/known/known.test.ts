import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { registeredFits } from '../fits.ts';
import { KNOWN_ACTIVATIONS, KNOWN_INITIALIZERS, KNOWN_LAYERS, KNOWN_MODELS, KNOWN_OPERATIONS, KNOWN_OPTIMIZERS, type KnownClass } from './index.ts';
import { layers } from './layers.ts';
import { operations } from './operations.ts';

const root = resolve(import.meta.dirname, '../../../../..');
const python = process.env['HORNGATE_ORACLE'] ?? resolve(root, '.venv/oracle/bin/python');

test('144 public classes of keras.layers with 20 aliases', () => {
  const open = layers.filter(
    (row) => row.modules.includes('keras.layers') || row.module === 'keras.layers' || row.class === 'Layer' || row.class === 'InputSpec',
  );
  assert.equal(open.length, 144);
  assert.equal(open.flatMap((row) => row.aliases).length, 20);
  assert.equal(KNOWN_LAYERS.get('MaxPool2D'), KNOWN_LAYERS.get('MaxPooling2D'));
});

test('333 operation classes of keras.src.ops', () => {
  const area = /^keras\.src\.ops\.(numpy|nn|core|image|linalg|math)$/;
  assert.equal(operations.filter((row) => area.test(row.module)).length, 333);
  assert.equal(new Set(operations.map((row) => row.class)).size, operations.length);
  assert.deepEqual(KNOWN_OPERATIONS.get('Add')?.call, ['x1', 'x2']);
});

test('32 names of 30 activations', () => {
  assert.equal(KNOWN_ACTIVATIONS.size, 32);
  assert.equal(KNOWN_ACTIVATIONS.get('swish')?.name, 'silu');
});

test('what carries code says so', () => {
  const coded = [...new Set([...KNOWN_LAYERS.values()].filter((row) => row.code).map((row) => row.class))].sort();
  assert.deepEqual(coded, ['FlaxLayer', 'JaxLayer', 'Lambda', 'TFSMLayer', 'TensorFlowOpLayer', 'TorchModuleWrapper']);
});

test('fields are looked up safely and hold what files hold', () => {
  const dense = KNOWN_LAYERS.get('Dense');
  assert.deepEqual(dense?.fields.get('units'), ['int']);
  assert.deepEqual(dense?.fields.get('activation'), ['null', 'string', 'object']);
  assert.deepEqual(dense?.fields.get('name'), ['string']);
  assert.equal(dense?.fields.get('constructor'), undefined);
  assert.deepEqual(KNOWN_LAYERS.get('StringLookup')?.fields.get('vocabulary'), ['null', 'list']);
  assert.equal(KNOWN_LAYERS.get('__proto__'), undefined);
});

test('a registered name is that of the class as the file writes it, or one that Keras registers', () => {
  const fits = (table: ReadonlyMap<string, KnownClass>, className: string, registered: string | null): boolean =>
    registeredFits(table.get(className) as KnownClass, registered, className);
  assert.deepEqual(
    [null, 'LSTM', 'LSTMV2', 'Custom>LSTM'].map((name) => fits(KNOWN_LAYERS, 'LSTM', name)),
    [true, true, false, false],
  );
  assert.deepEqual(
    [null, 'MaxPool2D', 'MaxPooling2D'].map((name) => fits(KNOWN_LAYERS, 'MaxPool2D', name)),
    [true, true, false],
  );
  assert.deepEqual(
    ['Adam', 'Custom>Adam', 'adam', 'Other>Adam'].map((name) => fits(KNOWN_OPTIMIZERS, 'Adam', name)),
    [true, true, false, false],
  );
});

test('names by which Keras finds a class lead to it', () => {
  assert.equal(KNOWN_INITIALIZERS.get('glorot_uniform')?.class, 'GlorotUniform');
  assert.equal(KNOWN_OPTIMIZERS.get('adam')?.class, 'Adam');
  assert.equal(KNOWN_MODELS.get('Functional')?.module, 'keras.src.models.functional');
});

test('the committed tables equal a fresh print', { skip: existsSync(python) ? false : 'no oracle: tools/oracle/setup makes it' }, () => {
  execFileSync(python, [resolve(root, 'tools/oracle/known.py'), '--check'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
});

const legacy = process.env['HORNGATE_TF_KERAS'] ?? resolve(root, '.venv/old/tf-keras-2.21.0');

test('the committed table of Keras 2 equals a fresh print', { skip: existsSync(legacy) ? false : 'no tf-keras: tools/oracle/old makes it' }, () => {
  execFileSync(python, [resolve(root, 'tools/oracle/known_legacy.py'), '--check'], { stdio: ['ignore', 'ignore', 'pipe'], timeout: 120_000 });
});

test('what Keras 2 wrote is known under its own modules, and under no other', () => {
  assert.ok(KNOWN_MODELS.get('Functional')?.modules.has('keras.src.engine.functional'));
  assert.ok(!KNOWN_LAYERS.get('Dense')?.modules.has('tf_keras.src.layers.core.dense'));
  assert.deepEqual(KNOWN_LAYERS.get('TFOpLambda')?.fields.get('function'), ['string']);
  assert.equal(KNOWN_LAYERS.get('LSTMV2'), KNOWN_LAYERS.get('LSTM'));
});
