import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import type { JsonObject } from './json.ts';
import { readJson } from './read-json.ts';

const MiB = 2 ** 20;
const read = (text: string) => readJson(encodeUtf8(text), { maxBytes: 40 * MiB, maxDepth: 64, thin: true });
const many = (count: number, entry: (n: number) => string): string => Array.from({ length: count }, (_, n) => entry(n)).join();

test('the bulk of a large text is left out, and its places stay', async (t) => {
  await t.test('words, numbers and pairs of a list', () => {
    const { value } = read(`[${many(3000, (n) => (n % 2 === 0 ? `"w${n}"` : `["a", ${n}]`))}, {"auto_map": 1}, "${'x'.repeat(300)}", [[1]]]`);
    const list = value as readonly unknown[];
    assert.deepEqual([list.length, list[999], list[1000], list[2999]], [3003, ['a', 999], null, null]);
    assert.deepEqual([JSON.stringify(list[3000]), (list[3001] as string).length, list[3002]], ['{"auto_map":1}', 300, [[1]]]);
  });
  await t.test('numbers of an object, but nothing else in it', () => {
    const { value } = read(`{${many(3000, (n) => `"k${n}": ${n}`)}, "text": "short", "yes": true, "list": [1], "none": null}`);
    assert.deepEqual(Object.keys(value as JsonObject).slice(999), ['k999', 'text', 'yes', 'list', 'none']);
  });
  await t.test('a small text is kept whole', () =>
    assert.deepEqual(read('[1, {"a": [2, "b"]}]').value, readJson(encodeUtf8('[1, {"a": [2, "b"]}]'), { maxBytes: 99, maxDepth: 9 }).value),
  );
});

test('what is left out is read all the same, as Python reads it', async (t) => {
  const bulk = many(2000, (n) => `"k${n}": ${n}`);
  const notes = (text: string) => read(text).notes.map(({ kind, pointer }) => `${kind} ${pointer}`);
  await t.test('a key that stands twice, both left out', () => assert.deepEqual(notes(`{${bulk}, "k1999": 1}`), ['duplicate-key /k1999']));
  await t.test('one of a kept value', () => assert.deepEqual(notes(`{${bulk}, "k1999": "x"}`), ['duplicate-key /k1999']));
  await t.test('the same key elsewhere', () => assert.deepEqual(notes(`[{${bulk}}, {${bulk}}]`), []));
  await t.test('a number that is none in JSON', () => assert.deepEqual(notes(`[${many(2000, () => '1')}, NaN]`), ['non-finite /2000']));
  await t.test('an integer of many digits', () => assert.deepEqual(notes(`{${bulk}, "z": 12345678901234567890}`), ['big-integer /z']));
  for (const bad of ['01', '"a', '[1,]', 'nul', '"\u0001"'])
    await t.test(`refuses ${JSON.stringify(bad)}`, () => assert.throws(() => read(`[${many(2000, () => '1')}, ${bad}]`), { code: 'HG_ARTIFACT_JSON' }));
});

test('scanner/large-json: what must be kept has a bound', async (t) => {
  await t.test('texts in an object', () => assert.throws(() => read(`{${many(1_000_100, (n) => `"${n.toString(36)}":""`)}}`), { code: 'HG_LIMIT_ENTRIES' }));
  await t.test('keys of what is left out', () =>
    assert.throws(() => read(`{${many(1_002_000, (n) => `"${n.toString(36)}":1`)}}`), { code: 'HG_LIMIT_ENTRIES' }),
  );
  await t.test('objects', () => assert.throws(() => read(`[${many(600_000, () => '{}')}]`), { code: 'HG_LIMIT_ENTRIES' }));
  await t.test('lists that are left out count as one at a time', () =>
    assert.equal((read(`[${many(600_000, () => '["a","b"]')}]`).value as readonly unknown[]).length, 600_000),
  );
});
