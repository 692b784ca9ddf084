import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HorngateError } from '../../words/error.ts';
import type { Message, Node } from './message.ts';
import { schemaOf } from './schema.ts';
import { textMessage } from './text-message.ts';

const SCHEMA = schemaOf('A: 1 number v, 2 name s, 3 inner* A, 4 list* v, 5 kind v');
const open = (text: string, left = 1000): Message => textMessage(text, SCHEMA, 'A', { left });
const seen = (message: Message): unknown[] => [...message.fields()].map(shown);
const shown = (node: Node): unknown => [node.name, node.message() ? seen(node.message() as Message) : node.text(99) || node.numbers(9)];

/** By the specification of the text format, https://protobuf.dev/reference/protobuf/textformat-spec. */
const TEXTS: Readonly<Record<string, readonly [text: string, fields: unknown]>> = {
  'numbers and texts': [
    'number: -3 name: "a"',
    [
      ['number', [-3n]],
      ['name', 'a'],
    ],
  ],
  'one quote': ["name: 'a\"b'", [['name', 'a"b']]],
  'texts one behind the other': ['name: "a" \'b\'\n"c"', [['name', 'abc']]],
  escapes: ['name: "\\101\\x42\\n\\"\\\\"', [['name', 'AB\n"\\']]],
  messages: [
    'inner { number: 1 } inner: { } inner <number: 2>',
    [
      ['inner', [['number', [1n]]]],
      ['inner', []],
      ['inner', [['number', [2n]]]],
    ],
  ],
  lists: [
    'list: [1, 2] list: 3',
    [
      ['list', [1n, 2n]],
      ['list', [3n]],
    ],
  ],
  'comments and separators': [
    '# inner { }\nnumber: 1; name: "#a", # end',
    [
      ['number', [1n]],
      ['name', '#a'],
    ],
  ],
  'names of values': ['kind: DT_FLOAT', [['kind', []]]],
  'unknown fields': [
    'other: 1 other2 { number: 1 }',
    [
      ['', []],
      ['', []],
    ],
  ],
  'a text with signs': ['name: "inner { number: 1 }"', [['name', 'inner { number: 1 }']]],
};

test('the text format is read as it is specified', async (t) => {
  for (const [name, [text, fields]] of Object.entries(TEXTS)) await t.test(name, () => assert.deepEqual(seen(open(text)), fields));
});

test('a broken text is refused', async (t) => {
  for (const text of [
    'name',
    'name:',
    'name: "a',
    'name: "a\n"',
    'inner {',
    'inner { >',
    '}',
    'name: }',
    '"a": 1',
    'list: [1',
    'list: [{ }]',
    'name: \u0001',
    ': 1',
  ])
    await t.test(JSON.stringify(text), () => assert.throws(() => open(text), { name: 'HorngateError', code: 'HG_ARTIFACT_PROTOBUF' }));
});

test('fields and nesting are budgeted', () => {
  assert.throws(() => open('number: 1 '.repeat(20), 10), { code: 'HG_LIMIT_ENTRIES' });
  assert.throws(() => open('inner { '.repeat(500)), { code: 'HG_LIMIT_DEPTH' });
});

test('comments of signs and long texts take no longer than their length', () => {
  open(`${'#'.repeat(200_000)}\n${' '.repeat(200_000)}name: "${'\\"'.repeat(100_000)}"`);
  assert.throws(() => open(`${'# #'.repeat(50_000)}\n\u0001`), { code: 'HG_ARTIFACT_PROTOBUF' });
});

test('mutations end in order', () => {
  const text = Object.values(TEXTS)
    .map(([one]) => one)
    .join('\n');
  const signs = '{}<>[]:;,"\'\\# a1\n';
  let state = 1;
  const next = (below: number): number => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  for (let round = 0; round < 2000; round++) {
    const at = next(text.length);
    try {
      open(text.slice(0, at) + signs[next(signs.length)] + text.slice(at + next(3)));
    } catch (error) {
      assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT)_/.test(error.code), String(error));
    }
  }
});
