import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { scanBytes } from './scan.testing.ts';

const CASES = resolve(import.meta.dirname, '../../../../conformance/keras/cases');
const legacy = (name: string): Buffer => readFileSync(`${CASES}/legacy-h5/${name}.h5`);

/** The same file with one text of its description replaced, the length kept: what follows is moved into place with spaces, which JSON does not see. */
function respelled(bytes: Buffer, from: string, to: string): Uint8Array {
  const at = bytes.indexOf(from);
  assert.ok(at > 0 && to.length <= from.length, from);
  const out = Buffer.from(bytes);
  out.write(to.padEnd(from.length), at, 'latin1');
  return out;
}

const checks = (bytes: Uint8Array): readonly string[] => scanBytes(bytes, 'model.h5').findings.map(({ check, where }) => `${check} ${where.member ?? ''}`);

test('ordinary files of every writer of a legacy format have no finding, and nothing in them stays unread', async (t) => {
  for (const family of ['legacy-h5', 'tf-keras', 'versions'])
    for (const name of readdirSync(`${CASES}/${family}`).filter((name) => /\.(h5|keras)$/.test(name)))
      await t.test(`${family}/${name}`, () => {
        const { format, findings, unread } = scanBytes(readFileSync(`${CASES}/${family}/${name}`), name);
        assert.equal(format, name.endsWith('.h5') ? 'keras-h5' : 'keras-v3');
        assert.deepEqual([findings, unread], [[], []]);
      });
});

test('scanner/legacy-config: the description in a legacy file is looked at as that of a .keras is', async (t) => {
  const rows: Readonly<Record<string, readonly [string, string, string]>> = {
    'a class that carries code': ['"Dropout"', '"Lambda"', 'keras/code-class model_config'],
    'a function that is none of Keras': ['"relu"', '"eval"', 'keras/unknown-function model_config'],
    'a module outside Keras': ['"module": "keras.initializers"', '"module": "os"', 'keras/unknown-module model_config'],
    'a class that Keras does not have': ['"Dropout"', '"Dropin"', 'keras/unknown-class model_config'],
    'a field that no class has': ['"rate"', '"path"', 'keras/unknown-field model_config'],
    'a description that is no JSON': ['{"class_name"', '{class_name', 'json/structure model_config'],
  };
  for (const [name, [from, to, expected]] of Object.entries(rows))
    await t.test(name, () => assert.ok(checks(respelled(legacy('h5-mlp'), from, to)).includes(expected), checks(respelled(legacy('h5-mlp'), from, to)).join()));
});

test('what a legacy file says of training is looked at too', () => {
  assert.ok(
    checks(respelled(legacy('h5-compiled'), '"class_name": "Adam"', '"class_name": "Evil"')).some((check) => check === 'keras/unknown-class training_config'),
  );
});

test('an HDF5 file without a description is unread, never clean', () => {
  const { format, findings, unread } = scanBytes(respelled(legacy('h5-mlp'), 'model_config', 'model_confin'), 'model.h5');
  assert.equal(format, 'hdf5');
  assert.ok(findings.some(({ check }) => check === 'scan/unread') && unread.length === 1);
});

test('what lies beside the weights is named', () => {
  assert.ok(checks(respelled(legacy('h5-compiled'), 'optimizer_weights', 'optimizer_weighty')).includes('keras/unknown-member optimizer_weighty'));
});

test('a legacy file that is cut anywhere is scanned to an end', () => {
  const bytes = legacy('h5-mlp');
  for (let length = 0; length < bytes.length; length += 997) assert.ok(scanBytes(bytes.subarray(0, length), 'model.h5').findings.length > 0, String(length));
});
