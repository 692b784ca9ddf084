import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { HorngateError } from '../../words/error.ts';
import { isJsonArray, type Json, type JsonLimits } from './json.ts';
import { resolvePointer, walk } from './pointer.ts';
import { readJson } from './read-json.ts';

const LIMITS: JsonLimits = { maxBytes: 1 << 20, maxDepth: 64 };
const read = (text: string | Uint8Array, limits = LIMITS) => readJson(typeof text === 'string' ? Buffer.from(text) : text, limits);
const notes = (text: string | Uint8Array): string[] => read(text).notes.map(({ kind, pointer }) => `${kind} ${pointer}`);

type Tagged = readonly [string, unknown];

/** The form in which `tools/oracle/json_corpus.py` writes what Python saw. */
function tagged(value: Json): Tagged {
  if (value === null || typeof value === 'boolean') return ['c', value];
  if (typeof value === 'bigint') return ['i', String(value)];
  if (typeof value === 'string') return ['s', utf16(value)];
  if (isJsonArray(value)) return ['l', value.map(tagged)];
  if (typeof value === 'object') return ['d', Object.keys(value).map((key) => [utf16(key), tagged(value[key] as Json)])];
  const bits = Buffer.alloc(8);
  bits.writeDoubleBE(value);
  return ['n', Number.isNaN(value) ? 'nan' : bits.toString('hex')];
}

const utf16 = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('hex');

test('Every text gives what CPython gives, or its refusal', () => {
  const { cases } = JSON.parse(readFileSync(new URL('known/python-json.json', import.meta.url), 'utf8')) as { cases: [string, Tagged | null][] };
  assert.ok(cases.length > 1000);
  for (const [hex, expected] of cases) {
    const bytes = Buffer.from(hex, 'hex');
    if (expected === null) assert.throws(() => read(bytes), { code: 'HG_ARTIFACT_JSON' }, hex);
    else assert.deepEqual(tagged(read(bytes).value), expected, hex);
  }
});

test('What other readers see differently is noted', async (t) => {
  const reports: [string, string | Uint8Array, string[]][] = [
    ['a duplicate key', '{"a":{"b":1,"b":2},"a":3}', ['duplicate-key /a/b', 'duplicate-key /a']],
    ['a duplicate by escape', '{"class_name":1,"\\u0063lass_name":2}', ['duplicate-key /class_name']],
    ['a duplicate of __proto__', '{"__proto__":1,"__proto__":2}', ['duplicate-key /__proto__']],
    ['a key with a slash', '{"a/b~":{"c":1,"c":2}}', ['duplicate-key /a~1b~0/c']],
    ['UTF-16 without a mark', Buffer.from('{"a":1}', 'utf16le'), ['not-utf8 ']],
    ['UTF-16 with a mark', Buffer.from('\ufeff[1]', 'utf16le'), ['not-utf8 ', 'bom ']],
    ['UTF-8 with a mark', '\ufeff[1]', ['bom ']],
    ['numbers which are none', '[1,NaN,{"x":-Infinity},1e999]', ['non-finite /1', 'non-finite /2/x', 'non-finite /3']],
    ['an integer past 2^53', '{"seed":9007199254740993}', ['big-integer /seed']],
    ['half a pair', '["\\ud800"]', ['lone-surrogate /0']],
    ['half a pair in bytes', Buffer.from('22eda08022', 'hex'), ['lone-surrogate ']],
  ];
  for (const [name, text, expected] of reports) await t.test(`reports ${name}`, () => assert.deepEqual(notes(text), expected));
  for (const silent of [
    '{"a":1,"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '"\\ud83d\\ude00"',
    '"😀"',
    '9007199254740991',
    '-1.5e-3',
    '{"toString":1}',
    '"NaN"',
    '[[],[]]',
    '"\\u0000"',
  ])
    await t.test(`stays silent about ${silent}`, () => assert.deepEqual(notes(silent), []));
  await t.test('at most 256 times, with pointers of bounded length', () => {
    const many = read(`{"${'k'.repeat(100_000)}":[${Array(500).fill('NaN').join()}]}`).notes;
    assert.equal(many.length, 256);
    assert.ok(many.every(({ pointer }) => pointer.length < 4200));
  });
});

test('Objects are data: no key reaches a prototype', () => {
  const { value } = read('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
  assert.deepEqual(Object.keys(value as object), ['__proto__', 'constructor']);
  assert.equal(Object.getPrototypeOf(value), null);
  assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
});

test('Budgets hold', async (t) => {
  await t.test('bytes', () => assert.throws(() => read('[1,2]', { maxBytes: 4, maxDepth: 9 }), { code: 'HG_LIMIT_BYTES' }));
  await t.test('depth is refused one past the limit', () => {
    assert.doesNotThrow(() => read('['.repeat(64) + ']'.repeat(64)));
    assert.throws(() => read('['.repeat(65) + ']'.repeat(65)), { code: 'HG_LIMIT_DEPTH', where: { offset: 64, pointer: '/0'.repeat(64) } });
    assert.throws(() => read('{"a":'.repeat(500_000), { maxBytes: 1 << 24, maxDepth: 64 }), { code: 'HG_LIMIT_DEPTH' });
  });
  await t.test('a deep text overflows no stack where depth is allowed', () => {
    const deep = read('['.repeat(200_000) + ']'.repeat(200_000), { maxBytes: 1 << 24, maxDepth: 1 << 20 });
    let count = 0;
    for (const _ of walk(deep.value)) count++;
    assert.equal(count, 200_000);
  });
  await t.test('containers', () =>
    assert.throws(() => read(`[${Array(200).fill('{}').join()}]`, { ...LIMITS, maxContainers: 200 }), { code: 'HG_LIMIT_ENTRIES' }),
  );
  await t.test('time is linear', () => {
    const text = `["${'\\u0041'.repeat(1_000_000)}",${Array(1_000_000).fill('1').join()}]`;
    const started = performance.now();
    read(text, { maxBytes: 1 << 26, maxDepth: 9 });
    assert.ok(performance.now() - started < 5000);
  });
});

test('A refusal names the byte, in any encoding', async (t) => {
  for (const [text, offset] of [
    ['{"é":x}', 6],
    ['["😀",x]', 8],
    ['\ufeff[x]', 4],
  ] as const)
    await t.test(text, () =>
      assert.throws(
        () => read(text),
        (error: HorngateError) => error.code === 'HG_ARTIFACT_JSON' && error.where.offset === offset,
      ),
    );
  await t.test('UTF-16', () => assert.throws(() => read(Buffer.from('["é",x]', 'utf16le')), { where: { offset: 10, pointer: '/1' } }));
  await t.test('a byte that is no UTF-8', () => assert.throws(() => read(Buffer.from('5b22ff225d', 'hex')), { where: { offset: 2 } }));
});

test('walk and resolvePointer agree', () => {
  const { value } = read('{"a/b":[1,{"c~":null}],"":{"0":[]}}');
  const nodes = [...walk(value)];
  assert.deepEqual(
    nodes.map(({ pointer }) => pointer),
    ['', '/a~1b', '/a~1b/0', '/a~1b/1', '/a~1b/1/c~0', '/', '//0'],
  );
  for (const node of nodes) assert.equal(resolvePointer(value, node.pointer), node.value);
  for (const nowhere of ['/x', '/a~1b/2', '/a~1b/01', '/a~1b/0/0', '/toString']) assert.equal(resolvePointer(value, nowhere), undefined);
});
