import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../text/utf8.ts';
import { scanBytes } from './scan.testing.ts';

/** A tokenizer as large as those of some models: words and merges far beyond what a small text may have, at a limit that is small in proportion. */
const LIMIT = 100_000;
const tokenizer = (more: string, words = 6000): string => {
  const vocab = Array.from({ length: words }, (_, n) => `"word ${n}": ${n}`).join();
  const merges = Array.from({ length: words }, (_, n) => `["a${n}", "b"]`).join();
  return `{"version": "1.0", "added_tokens": [], "normalizer": null, "model": {"type": "BPE", "vocab": {${vocab}}, "merges": [${merges}${more}]}}`;
};
const look = (text: string) => {
  const { format, findings, unread } = scanBytes(encodeUtf8(text), 'tokenizer.json', { maxConfigBytes: LIMIT });
  return [format, findings.map(({ check, severity, where }) => `${check} ${severity} ${where.pointer ?? ''}`.trim()), unread.length];
};

test('a large tokenizer is looked at whole', async (t) => {
  assert.ok(tokenizer('').length > LIMIT * 1.5 && tokenizer('').length < LIMIT * 2.5);
  await t.test('an ordinary one is silent', () => assert.deepEqual(look(tokenizer('')), ['huggingface-tokenizer', [], 0]));
  await t.test('code is named at its place', () =>
    assert.deepEqual(look(tokenizer(', {"auto_map": {"A": "m.X"}}')), [
      'huggingface-tokenizer',
      ['huggingface/remote-code medium /model/merges/6000/auto_map/A'],
      0,
    ]),
  );
  await t.test('a template behind all words', () =>
    assert.deepEqual(look(tokenizer(', {"chat_template": "{{ x.__class__ }}"}')), [
      'huggingface-tokenizer',
      ['jinja/attribute critical /model/merges/6000/chat_template'],
      0,
    ]),
  );
  await t.test('an error behind all words', () => assert.deepEqual(look(tokenizer(', 01')).slice(1), [['json/structure medium /model/merges/6000'], 1]));
});

test('what is larger still, or describes a model of Keras, is past the limit', async (t) => {
  await t.test('two and a half times the limit', () => assert.deepEqual(look(tokenizer('', 12_000)).slice(1), [['scan/limit high'], 1]));
  await t.test('an architecture', () =>
    assert.ok((look(`{"class_name": "Sequential", "config": {}, "x": "${'x'.repeat(LIMIT)}"}`)[1] as string[]).includes('scan/limit high')),
  );
});
