import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readJson } from '../../../artifact/json/read-json.ts';
import { encodeUtf8 } from '../../../text/utf8.ts';
import { asHorngateError } from '../../../words/error.ts';
import { runChecks } from '../../define-check.ts';
import type { Trouble } from '../../subjects.ts';
import { CHECKS } from '../index.ts';

const LIMITS = { maxBytes: 1 << 20, maxDepth: 8 };

function found(bytes: Uint8Array): string[] {
  const troubles: Trouble[] = [];
  const read = () => {
    try {
      return readJson(bytes, LIMITS).notes;
    } catch (error) {
      troubles.push({ error: asHorngateError(error), member: 'config.json' });
      return [];
    }
  };
  return runChecks(CHECKS.json, { member: 'config.json', notes: read(), troubles }).map(({ check, where }) => `${check} ${where.member}${where.pointer ?? ''}`);
}

const utf16 = (text: string): Uint8Array => Uint8Array.from([...text].flatMap((char) => [char.charCodeAt(0), 0]));

test('rules of JSON report', async (t) => {
  const cases: Readonly<Record<string, readonly [Uint8Array, string]>> = {
    'a key twice': [encodeUtf8('{"a": {"b": 1, "b": 2}}'), 'json/duplicate-key config.json/a/b'],
    'a key twice, once escaped': [encodeUtf8('{"a": 1, "\\u0061": 2}'), 'json/duplicate-key config.json/a'],
    'UTF-16': [utf16('{"a": 1}'), 'json/encoding config.json'],
    'a byte order mark': [encodeUtf8('\ufeff{"a": 1}'), 'json/encoding config.json'],
    'half a character': [encodeUtf8('{"a": "\\ud800"}'), 'json/encoding config.json/a'],
    'a text that is cut': [encodeUtf8('{"a": [1, 2'), 'json/structure config.json/a/2'],
    'no JSON': [encodeUtf8('!!python/object'), 'json/structure config.json'],
  };
  for (const [name, [bytes, expected]] of Object.entries(cases)) await t.test(name, () => assert.deepEqual(found(bytes), [expected]));
});

test('rules of JSON stay silent', async (t) => {
  const cases = {
    'what Python writes': '{"a": [1, 2.5, true, null, "\\u00e9"], "b": {}}',
    'infinity and NaN, which Python writes': '{"x_min": -Infinity, "y": NaN}',
    'numbers past 2^53': '{"shared_object_id": 9223372036854775807}',
    'the same key in two objects': '[{"a": 1}, {"a": 2}]',
    'characters beyond ASCII': '{"name": "größe 層 😀"}',
    'a whole pair of surrogates': '{"a": "\\ud83d\\ude00"}',
    'too deep, which is a limit': '[[[[[[[[[[1]]]]]]]]]]',
    'white space': ' \n{ "a" : 1 }\n',
  };
  for (const [name, text] of Object.entries(cases)) await t.test(name, () => assert.deepEqual(found(encodeUtf8(text)), []));
});
