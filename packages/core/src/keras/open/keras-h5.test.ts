import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { bytesSource, crc32, pureInflate } from '../../artifact/index.ts';
import { DEFAULT_LIMITS, type Limits } from '../../words/limits.ts';
import type { Digests } from '../../words/ports.ts';
import { inspectKeras } from '../inspect.ts';
import { openKeras } from '../open-keras.ts';
import type { OpenedKeras } from './opened.ts';

const CASES = resolve(import.meta.dirname, '../../../../../conformance/keras/cases');
const bytesOf = (name: string): Buffer => readFileSync(`${CASES}/${name}.h5`);
const open = (bytes: Uint8Array, limits: Partial<Limits> = {}): OpenedKeras =>
  openKeras(bytesSource(bytes), { inflate: pureInflate, digests: { crc32 } as Digests }, { ...DEFAULT_LIMITS, ...limits });

/** The same file with one text replaced everywhere, the length kept. */
function respelled(bytes: Buffer, from: string, to: string): Uint8Array {
  assert.equal(to.length, from.length);
  const out = Buffer.from(bytes);
  for (let at = out.indexOf(from); at >= 0; at = out.indexOf(from, at + 1)) out.write(to, at, 'latin1');
  return out;
}

test('a legacy file says by its version whose meanings are followed', () => {
  assert.deepEqual(inspectKeras(open(bytesOf('legacy-h5/h5-mlp'))).producer, { keras: '3.15.1', meanings: 3 });
  assert.deepEqual(inspectKeras(open(bytesOf('tf-keras/tfk-mlp'))).producer, { keras: '2.21.0', meanings: 2 });
});

/** Counts of `model.count_params()` of the same models in Keras 3.15.1. */
test('parameters are counted as Keras counts them', () => {
  const { params } = inspectKeras(open(bytesOf('legacy-h5/h5-nested')));
  assert.deepEqual(params, { total: 144, trainable: 124, nonTrainable: 20 });
  const layers = inspectKeras(open(bytesOf('legacy-h5/h5-mlp'))).layers.map(({ name, params }) => [name, params]);
  assert.deepEqual(layers, [
    ['x', 0],
    ['first', 35],
    ['bn', 20],
    ['dropout', 0],
    ['last', 18],
  ]);
});

test('a file that is no whole model is refused', async (t) => {
  const bytes = bytesOf('legacy-h5/h5-mlp');
  const rows: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    'without a description': [respelled(bytes, 'model_config', 'model_confin'), 'HG_UNSUPPORTED_FORMAT'],
    'without its weights': [respelled(bytes, 'model_weights', 'model_weighty'), 'HG_ARTIFACT_FORMAT'],
    'without the group of a layer': [respelled(bytes, 'layer_names', 'layer_namez'), 'HG_ARTIFACT_WEIGHTS'],
  };
  for (const [name, [file, code]] of Object.entries(rows)) await t.test(name, () => assert.throws(() => settledOf(file), { code }));
  await t.test('with a description past the budget', () => assert.throws(() => open(bytes, { maxConfigBytes: 1000 }), { code: 'HG_LIMIT_BYTES' }));
});

/** Opening reads what is there; whose each weight is shows when the model is traced. */
function settledOf(bytes: Uint8Array): void {
  const { refusal } = inspectKeras(open(bytes));
  if (refusal !== null) throw Object.assign(new Error(refusal.message), { code: refusal.code });
}

/** Both biases have 5 numbers: only the names tell. The groups in the file are found by the names in the list, so each still leads to its own data. */
test('weights that were swapped in the list of their names are refused', () => {
  const swap = (bytes: Buffer, from: string, to: string): Buffer => Buffer.from(respelled(bytes, from, to));
  const swapped = swap(swap(swap(bytesOf('legacy-h5/h5-nested'), 'a/bias', '#/bias'), 'c/bias', 'a/bias'), '#/bias', 'c/bias');
  assert.throws(() => settledOf(swapped), { code: 'HG_ARTIFACT_WEIGHTS' });
});
