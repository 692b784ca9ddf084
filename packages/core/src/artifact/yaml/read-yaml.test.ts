import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeUtf8 } from '../../text/utf8.ts';
import { HorngateError } from '../../words/error.ts';
import { readYaml, type YamlNote } from './read-yaml.ts';

const LIMITS = { maxBytes: 1 << 21, maxDepth: 64 };
const read = (text: string) => readYaml(encodeUtf8(text), LIMITS);
const notes = (text: string): string[] => read(text).notes.map(({ kind, what, line }) => `${kind} ${what} ${line}`);

/** `yaml.safe_load` of PyYAML 6.0.3. */
const VALUES: readonly (readonly [text: string, value: unknown])[] = [
  ['a: 1\nb:\n- x\n- y: 2\n  z: 3\n-\n  - q\nc: {d: [1, 2, {e: f}], g: h}\n', { a: 1, b: ['x', { y: 2, z: 3 }, ['q']], c: { d: [1, 2, { e: 'f' }], g: 'h' } }],
  ['# c\n---\nkey: |\n  a\n   b\n\n  c\nother: >-\n  x\n  y\n', { key: 'a\n b\n\nc\n', other: 'x y' }],
  ['- - a\n  - b\n- - c\n', [['a', 'b'], ['c']]],
  ["x: \"a\\\n  b\\x41\\u00e9\"\ny: 'it''s'\n", { x: 'abA\u00e9', y: "it's" }],
  ['a: &x {b: 1}\nc: *x\nd: [*x, *x]\n', { a: { b: 1 }, c: { b: 1 }, d: [{ b: 1 }, { b: 1 }] }],
  ['- a\n-\n- ~\n- ""\n', ['a', null, null, '']],
  ['a: x\n  y\n  z\nb: 2\n', { a: 'x y z', b: 2 }],
  ['"a b": 1\n\'c\' : 2\nd : 3\n', { 'a b': 1, c: 2, d: 3 }],
  ['{a: 1, "b":2, c: , d}\n', { a: 1, b: 2, c: null, d: null }],
  ['[a, b: c, [], {}]\n', ['a', { b: 'c' }, [], {}]],
  ['a: [1,\n  2,\n  3]\nb: {x: y,\n    z: w}\n', { a: [1, 2, 3], b: { x: 'y', z: 'w' } }],
  ['%YAML 1.1\n---\na: 1\n', { a: 1 }],
  ['a: !!str 1\nb: !!int "2"\nc: ! 3\n', { a: '1', b: 2, c: 3 }],
  ['a: http://x.y/z\nb: c:d\n', { a: 'http://x.y/z', b: 'c:d' }],
  ['k:\n    - 1\n    - 2\nl:\n  m:\n  n: 1\n', { k: [1, 2], l: { m: null, n: 1 } }],
  ['a: |+\n  x\n\nb: 1\n', { a: 'x\n\n', b: 1 }],
  ['a: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
  [
    'a: [yes, No, on, ~, 010, 0x1f, 1_000, 1:30, 1e3, 1.0e+3, .5, 2001-01-01x, "yes"]\n',
    { a: [true, false, true, null, 8, 31, 1000, 90, '1e3', 1000.0, 0.5, '2001-01-01x', 'yes'] },
  ],
  ['a: "x\n  y\n\n  z"\n', { a: 'x y\nz' }],
  ['a: 1\na: 2\n', { a: 2 }],
  ['a: b # c\nd: e#f\n', { a: 'b', d: 'e#f' }],
  ['- a: 1\n\n- b: 2\n', [{ a: 1 }, { b: 2 }]],
];

/** What PyYAML 6.0.3 refuses. */
const BROKEN = [
  'a: b: c\n',
  'a\nb: c\n',
  'a: [\n',
  '\ta: 1\n',
  'a: 1\n b: 2\n',
  'a: *u\n',
  'a: @x\n',
  'a: %x\n',
  'a: - 1\n',
  'a: "x\n',
  'a: }\n',
  'a: &x &y 1\n',
];

test('values are those of PyYAML', async (t) => {
  for (const [text, value] of VALUES) await t.test(JSON.stringify(text), () => assert.deepEqual(JSON.parse(JSON.stringify(read(text).documents[0])), value));
  await t.test('several documents', () => assert.deepEqual(read('--- a\n--- b\n...\n---\n- c\n').documents, ['a', 'b', ['c']]));
});

test('what PyYAML refuses is refused', async (t) => {
  for (const text of BROKEN) await t.test(JSON.stringify(text), () => assert.throws(() => read(text), { code: 'HG_ARTIFACT_YAML' }));
  await t.test('a marked key is not read', () => assert.throws(() => read('? a\n: b\n'), { code: 'HG_UNSUPPORTED_FORMAT' }));
});

test('tags are noted by their whole name, wherever they stand', async (t) => {
  const cases: Readonly<Record<string, readonly string[]>> = {
    'a: !!python/name:os.system\n': ['tag tag:yaml.org,2002:python/name:os.system 1'],
    'a: !<tag:yaml.org,2002:python/name:os.system> x\n': ['tag tag:yaml.org,2002:python/name:os.system 1'],
    '%TAG !p! tag:yaml.org,2002:python/\n---\na: !p!name:os.system\n': ['tag tag:yaml.org,2002:python/name:os.system 3'],
    '%TAG ! tag:yaml.org,2002:python/\n---\na: !name:os.system\n': ['tag tag:yaml.org,2002:python/name:os.system 3'],
    'a: !!python%2Fname:os.system\n': ['tag tag:yaml.org,2002:python/name:os.system 1'],
    '- - !x a\n': ['tag !x 1'],
    '[a, !x b, {c: !y [d]}]\n': ['tag !x 1', 'tag !y 1'],
    '!x a: b\n': ['tag !x 1'],
    '{!x a: b}\n': ['tag !x 1'],
    '? !x': [],
    'a: "!x b"\nb: |\n  !x\nc: d !x\n# !x\n': [],
  };
  for (const [text, expected] of Object.entries(cases))
    await t.test(JSON.stringify(text), () => {
      const found: YamlNote[] = [];
      try {
        readYaml(encodeUtf8(text), LIMITS, found);
      } catch (error) {
        assert.ok(error instanceof HorngateError);
      }
      assert.deepEqual(
        found.map(({ kind, what, line }) => `${kind} ${what} ${line}`),
        expected,
      );
    });
});

test('keys that are lists or mappings have no name, and what they hold is seen', async (t) => {
  for (const text of ['[{a: !x 1}: b]', '[[!x 1]: b]', '{[!x 1]: b, {}: c}'])
    await t.test(text, () => assert.equal(notes(text).filter((note) => note.startsWith('tag ')).length, 1));
});

test('keys given twice, and aliases that unfold without measure, are noted', async (t) => {
  await t.test('keys', () => assert.deepEqual(notes('a: 1\nb: 2\na: 3\nc: {d: 1, d: 2}\n'), ['duplicate-key a 3', 'duplicate-key d 4']));
  await t.test('a few aliases', () => assert.deepEqual(notes('a: &x [1, 2]\nb: *x\nc: *x\n'), []));
  const laughs = [
    'a0: &a0 [x, x, x, x, x, x, x, x, x]',
    ...Array.from({ length: 30 }, (_, n) => `a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`).join()}]`),
  ].join('\n');
  await t.test('a billion laughs', () => assert.match(notes(laughs).join(), /^alias Aliases unfold \d+ values to more than 10\^15/));
  await t.test('a value in itself', () => assert.match(notes('a: &x [1, *x]\n').join(), /alias "\*x" stands for a value that it is a part of/));
});

test('depth, width and length are bounded', async (t) => {
  const stops = (name: string, text: string, code?: string) =>
    t.test(name, () => {
      const start = performance.now();
      if (code === undefined) read(text);
      else assert.throws(() => read(text), { code });
      assert.ok(performance.now() - start < 3000);
    });
  await stops('brackets', '['.repeat(100_000), 'HG_LIMIT_DEPTH');
  await stops('braces', '{a: '.repeat(100_000), 'HG_LIMIT_DEPTH');
  await stops('dashes', '- '.repeat(100_000), 'HG_LIMIT_DEPTH');
  await stops('names', `${'&a '.repeat(100_000)}x`, 'HG_ARTIFACT_YAML');
  await stops('many values', `[${'1,'.repeat(510_000)}]`, 'HG_LIMIT_ENTRIES');
  await stops('a long line', `a: [${'1,'.repeat(300_000)}]`);
  await stops('many keys', Array.from({ length: 50_000 }, (_, n) => `k${n}: v`).join('\n'));
  await stops('spaces', `a:${' '.repeat(500_000)}b`);
  await stops('line ends', `a:${'\n'.repeat(500_000)} b`);
  await stops('a long key', `${'a'.repeat(500_000)}: b`, 'HG_ARTIFACT_YAML');
  await stops('comments', '#\n'.repeat(300_000));
});

test('no mutation stops the reader as a bug of ours', () => {
  let state = 3;
  const next = (below: number): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return Math.floor((state / 2147483648) * below);
  };
  for (let round = 0; round < 4000; round++) {
    const [seed] = VALUES[next(VALUES.length)] as readonly [string, unknown];
    const at = next(seed.length);
    const text =
      seed.slice(0, at) +
      [':', '- ', '\n', ' ', '"', "'", '[', '{', '&a ', '*a', '!x ', '|', '> ', '#', '\t', '? ', '%', '---\n', ']', ', '][next(20)] +
      seed.slice(at + next(3));
    try {
      read(text);
    } catch (error) {
      assert.ok(error instanceof HorngateError && /^HG_(ARTIFACT|LIMIT|UNSUPPORTED)/.test(error.code), text);
    }
  }
});
