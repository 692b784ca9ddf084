import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeUtf8 } from '../text/utf8.ts';
import { farmHash64, joinFingerprints } from './farm-hash.ts';
import { prepareStage } from './index.ts';
import { sipHash24 } from './sip-hash.ts';
import { bare, lower, ngrams, tokens, wordsInRuns } from './text.ts';

/** What TensorFlow says of odd texts: made by `tools/oracle/stage_corpus.py`. */
const corpus = JSON.parse(readFileSync(`${import.meta.dirname}/known/tensorflow.json`, 'utf8')) as {
  readonly versions: { readonly keys: readonly (readonly [string, string])[] };
  readonly texts: readonly {
    readonly text: string;
    readonly lower: string;
    readonly bare: string;
    readonly words: readonly string[];
    readonly characters: number;
    readonly joined: readonly string[] | null;
    readonly fingerprint: string;
    readonly fast: number;
    readonly strong: readonly number[];
  }[];
  readonly crosses: readonly { readonly columns: readonly (string | { readonly int: string })[]; readonly bins: number; readonly value: number }[];
};
const BINS = 1_000_003n;

test('texts are lowered, stripped, split and joined as TensorFlow does it', () => {
  assert.ok(corpus.texts.length > 300);
  for (const row of corpus.texts) {
    const shown = JSON.stringify(row.text);
    assert.equal(lower(row.text), row.lower, shown);
    assert.equal(bare(row.text), row.bare, shown);
    assert.deepEqual(tokens(row.text, 'whitespace'), row.words, shown);
    assert.equal(tokens(row.text, 'character').length, row.characters, shown);
    if (row.joined !== null) assert.deepEqual(ngrams(row.words, [2, 1]), row.joined, shown);
  }
});

test('fingerprints are those of TensorFlow, for every length of a text', () => {
  for (const row of corpus.texts) {
    const bytes = encodeUtf8(row.text);
    assert.equal(String(farmHash64(bytes)), row.fingerprint, JSON.stringify(row.text));
    assert.equal(Number(farmHash64(bytes) % BINS), row.fast);
    corpus.versions.keys.forEach(([a, b], index) => {
      assert.equal(Number(sipHash24(bytes, [BigInt(a), BigInt(b)]) % BINS), row.strong[index], `${JSON.stringify(row.text)}, key ${index}`);
    });
  }
});

test('columns are crossed as TensorFlow crosses them', () => {
  for (const { columns, bins, value } of corpus.crosses) {
    const prints = columns.map((column) => (typeof column === 'string' ? farmHash64(encodeUtf8(column)) : BigInt.asUintN(64, BigInt(column.int))));
    const crossed = prints.reduce(joinFingerprints, 0xdecafcaffen);
    assert.equal(Number(crossed % BigInt(bins)), value, JSON.stringify(columns));
  }
});

test('the words of all runs are counted before any is made', () => {
  const words = Array.from({ length: 9 }, (_, index) => String(index));
  for (const widths of [[1], [2, 3], [9, 10, 4]]) {
    const made = ngrams(words, widths).reduce((sum, run) => sum + run.split(' ').length, 0);
    assert.equal(wordsInRuns(words.length, widths), made);
  }
  assert.deepEqual(ngrams(words, [2, 1], 3), ['0 1', '1 2', '2 3']);
  const options = { standardize: 'none', split: 'whitespace', ngrams: Array.from({ length: 64 }, (_, index) => 960 + index), length: null, padding: 'zero' };
  const run = prepareStage('vectorize', options, { dtype: 'string', entries: ['a'] });
  assert.throws(() => run([{ dtype: 'string', shape: [1], data: ['a '.repeat(20_000)] }]), { code: 'HG_LIMIT_TENSOR' });
});
