import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Digest } from '../words/artifact.ts';
import { asHorngateError } from '../words/error.ts';
import {
  addPin,
  agrees,
  byPath,
  compareFiles,
  EMPTY_LOCK,
  type Lock,
  movePin,
  type Pin,
  type PinnedFile,
  readLock,
  restorePin,
  rootOf,
  writeLock,
} from './index.ts';

const digestOfText = (text: string): Digest => `sha256:${createHash('sha256').update(text).digest('hex')}`;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string): Lock => readLock(bytes(text), digestOfText);

function pinOf(path: string, files: readonly PinnedFile[], kind: Pin['kind'] = 'file'): Pin {
  return { path, kind, source: null, revision: null, root: rootOf(kind, files, digestOfText), files, signature: null, previous: null };
}

const file = (path: string, content = path): PinnedFile => ({ path, size: content.length, sha256: digestOfText(content) });
const ONE = pinOf('models/a.keras', [file('a.keras')]);
const FOLDER = pinOf('../b', [file('config.json'), file('\u{1F600}'), file('\uFFFD')], 'folder');
const LOCK: Lock = {
  version: 1,
  models: {
    'org/b': { ...FOLDER, source: 'hf:org/b', revision: 'main', signature: { mode: 'sigstore', identity: 'a@b.example', issuer: 'https://b.example' } },
    a: { ...ONE, previous: { source: null, revision: null, root: digestOfText('old'), files: [file('a.keras', 'old')], signature: null } },
  },
};

test('a lock is written sorted, and reads as what it was', () => {
  const text = writeLock(LOCK);
  assert.deepEqual(Object.keys(JSON.parse(text).models), ['a', 'org/b']);
  assert.equal(writeLock(read(text)), text);
  assert.deepEqual(read(text).models['a'], LOCK.models['a']);
  assert.equal(read(text).models['org/b']?.root, FOLDER.root);
  assert.equal(text.split('\n').filter((line) => line.includes('"size"')).length, 5, 'one line a file');
  assert.deepEqual(read(writeLock(EMPTY_LOCK)), EMPTY_LOCK);
});

test('paths go by code points, as UTF-8 bytes do', () => {
  const names = ['a/x', 'a-b/x', '\u{1F600}', '\uFFFD', '\uE000', 'é', 'z', '', 'a', '\u{10FFFF}'];
  assert.deepEqual(
    [...names].sort(byPath),
    [...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
});

/** Each changes a good lock into one that must not be believed. */
const WRONG: Readonly<Record<string, (text: string) => string>> = {
  'a lock of another version': (text) => text.replace('"version": 1', '"version": 2'),
  'an unknown field': (text) => text.replace('"kind"', '"trusted": true,\n      "kind"'),
  'a section that is not ours': (text) => text.replace('"models"', '"include": [], "models"'),
  'a key twice, of which readers take one or the other': (text) => text.replace('"kind": "file"', '"kind": "file", "kind": "folder"'),
  'a name that is a path': (text) => text.replace('"org/b"', '"../b"'),
  'a name that is a property of every object': (text) => text.replace('"org/b"', '"__proto__"'),
  'a file outside of its model': (text) => text.replace('"path": "a.keras"', '"path": "../a.keras"'),
  'a file at an absolute path': (text) => text.replace('"path": "a.keras"', '"path": "/a.keras"'),
  'a model at a path with ".." inside': (text) => text.replace('models/a.keras', 'models/../a.keras'),
  'a file twice': (text) => text.replace('\uFFFD', 'config.json'),
  'a root that is not that of its files': (text) => text.replace(/"root": "sha256:./, (found) => `${found.slice(0, -1)}${found.endsWith('0') ? '1' : '0'}`),
  'a size that is none': (text) => text.replace('"size": 7', '"size": -7'),
  'a size past what is exact': (text) => text.replace('"size": 7', '"size": 9007199254740993'),
  'MD5 instead of SHA-256': (text) => text.replace(/"sha256": "sha256:/, '"sha256": "md5:'),
  'upper-case digits': (text) => text.replace(/"sha256": "sha256:(\w+)/, (found) => found.toUpperCase()),
  'no files': (text) => text.replace(/"files": \[[^\]]*\]/, '"files": []'),
  'a signature by an unknown way': (text) => text.replace('"sigstore"', '"none"'),
  'a signature of nobody': (text) => text.replace('a@b.example', ''),
  'half a text': (text) => text.slice(0, 300),
  'deep nesting': () => '{"a":'.repeat(30_000),
  NaN: (text) => text.replace('"size": 7', '"size": NaN'),
  'a byte order mark': (text) => `\uFEFF${text}`,
  nothing: () => '',
};

test('core/lock-strict: a lock is believed whole or not at all', async (t) => {
  for (const [name, change] of Object.entries(WRONG))
    await t.test(`refuses ${name}`, () => {
      const text = change(writeLock(LOCK));
      assert.notEqual(text, writeLock(LOCK), 'the change changes something');
      assert.throws(
        () => read(text),
        (error) => asHorngateError(error).code === 'HG_USAGE_LOCK',
      );
    });
  await t.test('refuses a lock past its bytes', () => assert.throws(() => readLock(new Uint8Array(17 * 2 ** 20), digestOfText), { code: 'HG_USAGE_LOCK' }));
});

test('every prefix and every changed byte of a lock is refused by name, or is another lock', () => {
  const good = bytes(writeLock(LOCK));
  for (let at = 0; at < good.length; at++)
    for (const bad of [good.slice(0, at), good.with(at, (good[at] ?? 0) ^ 0x15)]) {
      try {
        readLock(bad, digestOfText);
      } catch (error) {
        assert.equal(asHorngateError(error).code, 'HG_USAGE_LOCK');
      }
    }
});

test('a pin is moved on purpose only, and can be moved back once', () => {
  const lock = addPin(EMPTY_LOCK, 'a', ONE);
  const other = pinOf('models/a.keras', [file('a.keras', 'other')]);
  assert.equal(addPin(lock, 'a', ONE), lock, 'the same again changes nothing');
  assert.throws(
    () => addPin(lock, 'a', other),
    (error) => {
      const { code, message } = asHorngateError(error);
      return code === 'HG_CONFLICT' && message.includes(ONE.root) && message.includes(other.root);
    },
  );
  const moved = movePin(lock, 'a', other);
  assert.deepEqual([moved.models['a']?.root, moved.models['a']?.previous?.root], [other.root, ONE.root]);
  const back = restorePin(moved, 'a');
  assert.deepEqual([back.models['a']?.root, back.models['a']?.previous?.root], [ONE.root, other.root]);
  assert.deepEqual(read(writeLock(back)), back);
  assert.throws(() => restorePin(lock, 'a'), { code: 'HG_NOT_FOUND' });
  assert.throws(() => restorePin(lock, 'toString'), { code: 'HG_NOT_FOUND' });
});

test('files are compared one by one, and what is not listed is named', () => {
  const found = (path: string, content = path) => ({ path, found: { size: content.length, sha256: digestOfText(content) } });
  const pinned = [file('a'), file('b'), file('c'), file('d')];
  const compared = compareFiles(pinned, [found('a'), found('b', 'other'), { path: 'd', found: null }, found('e')]);
  assert.deepEqual(
    compared.map(({ path, state }) => [path, state]),
    [
      ['a', 'same'],
      ['b', 'changed'],
      ['c', 'missing'],
      ['d', 'link'],
      ['e', 'unlisted'],
    ],
  );
  assert.equal(agrees(compared), false);
  assert.equal(agrees(compareFiles([file('a')], [found('a'), found('z')])), true);
});
