import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { comparePep440, type Pep440, parsePep440 } from './pep440.ts';

/** Made by `conformance/updates/generate.py` with Python's `packaging`. */
const { rising, broken, made_with }: { rising: string[][]; broken: string[]; made_with: Record<string, string> } = JSON.parse(
  readFileSync(new URL('../../../../conformance/updates/versions.json', import.meta.url), 'utf8'),
);

const parsed = (text: string): Pep440 => {
  const version = parsePep440(text);
  assert.ok(version !== undefined, `"${text}" must be a version`);
  return version;
};

test(`versions are ordered as packaging ${made_with['packaging']} orders them`, () => {
  const all = rising.flatMap((equals, rank) => equals.map((text) => ({ text, rank, version: parsed(text) })));
  let compared = 0;
  for (const a of all)
    for (const b of all) {
      compared++;
      const expected = Math.sign(a.rank - b.rank);
      if (comparePep440(a.version, b.version) !== expected) assert.fail(`${a.text} against ${b.text} must be ${expected}`);
    }
  assert.ok(compared >= 10_000, `${compared} comparisons`);
});

test('what packaging refuses is no version here either', () => {
  for (const text of broken.filter((text) => text !== '1.0-tf')) assert.equal(parsePep440(text), undefined, text);
});

test('the Keras inside TensorFlow is read by its number', () => {
  assert.equal(comparePep440(parsed('2.2.4-tf'), parsed('2.2.4')), 0);
  assert.equal(comparePep440(parsed('2.3.0-TF'), parsed('2.2.4-tf')), 1);
  for (const text of ['2.2-tf', '2.2.4-tf1', '-tf']) assert.equal(parsePep440(text), undefined, text);
});

test('a version of any length ends at once', () => {
  assert.equal(parsePep440('1'.repeat(257)), undefined);
  assert.equal(parsePep440(`${'1.'.repeat(1e6)}x`), undefined);
  assert.equal(comparePep440(parsed(`${'9'.repeat(200)}`), parsed(`1${'0'.repeat(200)}`)), -1);
});
