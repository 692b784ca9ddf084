import assert from 'node:assert/strict';
import { chmodSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { bundledOf, FEED, LATER, ROOT_1, state, targetOf, temporary, writeFiles } from './feed.testing.ts';
import { knownAdvisories } from './known-advisories.ts';
import { refreshFeed, snapshotFrom } from './refresh-feed.ts';
import { takeUnsigned } from './unsigned.ts';

const AT_1 = { ...ROOT_1, ...state({ version: 1 }) };
const bundled = bundledOf(AT_1);
const BASE = snapshotFrom(targetOf('2026-11-12T00:00:00Z'));

function folder(t: { after(work: () => void): void }): string {
  const path = temporary();
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const refreshTo = (t: { after(work: () => void): void }, home: string, version: number) =>
  refreshFeed(writeFiles(folder(t), { ...ROOT_1, ...state({ version }) }), { home, bundled });

test('the newer is known: what came with this version, or what a refresh brought', async (t) => {
  const home = folder(t);
  assert.deepEqual(knownAdvisories(home, bundled, BASE), { snapshot: BASE, origin: { root: FEED.marked, from: 'bundled' } });
  await refreshTo(t, home, 1);
  assert.equal(knownAdvisories(home, bundled, BASE).origin.from, 'bundled');
  const { source } = await refreshTo(t, home, 3);
  const { snapshot, origin } = knownAdvisories(home, bundled, BASE);
  assert.deepEqual([snapshot.asOf, origin], ['2026-11-13T00:00:00Z', { root: FEED.marked, from: 'refreshed', source, expires: LATER }]);
});

test('feed/kept: what is kept is what was verified, or nothing is answered', async (t) => {
  const home = folder(t);
  await refreshTo(t, home, 3);
  const place = join(home, 'advisories/a-feed');
  const file = join(place, readdirSync(place).find((name) => name.startsWith('advisories.json.')) ?? '');
  chmodSync(file, 0o600);
  writeFileSync(file, targetOf('2126-01-01T00:00:00Z', []));
  assert.throws(() => knownAdvisories(home, bundled, BASE), { code: 'HG_UNAVAILABLE_STORE' });
});

test('records that nobody signed are kept apart, and said', (t) => {
  const [home, source] = [folder(t), folder(t)];
  writeFileSync(join(source, 'a.json'), '{"id":"CVE-2126-0009","modified":"2126-01-01T00:00:00Z"}');
  takeUnsigned(source, home);
  const { snapshot, origin } = knownAdvisories(home, bundled, BASE);
  assert.deepEqual([snapshot.asOf, snapshot.advisories.length, origin.unsigned?.records], [BASE.asOf, BASE.advisories.length + 1, 1]);
});

test('hostile records that nobody signed end with a code of ours', async (t) => {
  for (const [name, text, code] of [
    ['no JSON', '{', 'HG_INPUT_FORMAT'],
    ['no advisory', '[]', 'HG_INPUT_FORMAT'],
    ['deep', '['.repeat(100_000), 'HG_LIMIT_DEPTH'],
    ['long', ' '.repeat(2 ** 20 + 1), 'HG_LIMIT_BYTES'],
    ['two meanings', '{"id":"A","id":"B","modified":"2126-01-01T00:00:00Z"}', 'HG_INPUT_FORMAT'],
    ['an id that is a path', '{"id":"../x","modified":"2126-01-01T00:00:00Z"}', 'HG_INPUT_FORMAT'],
  ] as const)
    await t.test(name, (t) => {
      const source = folder(t);
      writeFileSync(join(source, 'a.json'), text);
      assert.throws(() => takeUnsigned(source, folder(t)), { code });
    });
  await t.test('none', (t) => assert.throws(() => takeUnsigned(folder(t), folder(t)), { code: 'HG_NOT_FOUND' }));
});
