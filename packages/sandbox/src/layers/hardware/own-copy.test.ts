import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openFolder } from '../../stage.testing.ts';
import { ownCopy } from './own-copy.ts';

test('an own copy holds the same bytes in files of its own, and goes when it is removed', () => {
  const store = openFolder();
  const sealed = join(store, 'sealed');
  mkdirSync(sealed);
  writeFileSync(join(sealed, 'weights'), 'w'.repeat(5000), { mode: 0o444 });
  mkdirSync(join(sealed, 'folder'));
  const { folder, remove } = ownCopy(sealed);
  assert.deepEqual(readdirSync(folder), ['weights']);
  const [a, b] = [sealed, folder].map((where) => statSync(join(where, 'weights')));
  assert.notEqual(a?.ino, b?.ino);
  assert.deepEqual([(b?.mode ?? 0) & 0o777, statSync(folder).mode & 0o777], [0o444, 0o755]);
  assert.equal(readFileSync(join(folder, 'weights'), 'utf8'), 'w'.repeat(5000));
  remove();
  assert.deepEqual(readdirSync(store), ['sealed']);
});

test('a copy that fails leaves nothing', () => {
  const store = openFolder();
  mkdirSync(join(store, 'sealed'));
  symlinkSync('/nonexistent/horngate', join(store, 'sealed', 'gone'));
  assert.throws(() => ownCopy(join(store, 'sealed')), { code: 'ENOENT' });
  assert.deepEqual(readdirSync(store), ['sealed']);
});
