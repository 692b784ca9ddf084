import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { authority, needsOpenssl, serve, testNetwork } from '../download/server.testing.ts';
import { bundledOf, changed, ROOT_1, state, temporary, writeFiles } from './feed.testing.ts';
import { refreshFeed } from './refresh-feed.ts';

const AT_1 = { ...ROOT_1, ...state({ version: 1 }) };
const AT_2 = { ...ROOT_1, ...state({ version: 2 }) };
const bundled = bundledOf(AT_1);

function folder(t: { after(work: () => void): void }): string {
  const path = temporary();
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test('a mirror is asked as downloads are', needsOpenssl, async (t) => {
  const home = folder(t);
  const asked: string[] = [];
  const files: Record<string, string | Uint8Array> = AT_2;
  const served = await serve((request, response) => {
    asked.push(String(request.url));
    const found = files[String(request.url).replace('/feed/', '')];
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  t.after(() => served.close());
  const at = `${served.origin()}/feed`;
  await t.test('an address of this machine is refused unless the policy names it', () =>
    assert.rejects(refreshFeed(at, { home, bundled, network: testNetwork([]) }), { code: 'HG_REFUSED_SOURCE' }),
  );
  await t.test('named, it brings the feed, and is asked for nothing else', async () => {
    const { versions, source } = await refreshFeed(at, { home, bundled, network: testNetwork([served.origin()]) });
    assert.deepEqual([versions, source], [{ root: 1, timestamp: 2, snapshot: 2, targets: 2 }, at]);
    assert.deepEqual(
      asked.map((path) => path.replace(/[0-9a-f]{64}/, '…')),
      ['2.root.json', 'timestamp.json', '2.snapshot.json', '2.targets.json'].map((name) => `/feed/metadata/${name}`).concat('/feed/targets/….advisories.json'),
    );
  });
  assert.ok(authority !== undefined);
});

test('feed/endless: a mirror that never ends is left', needsOpenssl, async (t) => {
  const home = folder(t);
  const served = await serve((request, response) => {
    if (!String(request.url).endsWith('timestamp.json')) return void response.writeHead(404).end();
    response.on('drain', () => response.write(' '.repeat(2 ** 14)));
    response.write(' '.repeat(2 ** 20));
  });
  t.after(() => served.close());
  await assert.rejects(refreshFeed(`${served.origin()}/`, { home, bundled, network: testNetwork([served.origin()]) }), { code: 'HG_LIMIT_BYTES' });
});

test('a folder is read without following links, waiting for pipes or reading devices', async (t) => {
  for (const [name, make] of [
    ['a link', (path: string) => symlinkSync('/dev/zero', path)],
    ['a folder', (path: string) => mkdirSync(path)],
  ] as const)
    await t.test(name, async () => {
      const [home, source] = [folder(t), writeFiles(folder(t), AT_2)];
      rmSync(join(source, 'metadata/timestamp.json'));
      make(join(source, 'metadata/timestamp.json'));
      await assert.rejects(refreshFeed(source, { home, bundled }), { code: 'HG_UNAVAILABLE_SOURCE' });
    });
});

test('feed/seen: a timestamp that was seen once is not forgotten, though the rest of it never came', async (t) => {
  const [home, source] = [folder(t), folder(t)];
  const broken = changed({ ...ROOT_1, ...state({ version: 3 }) }, /3\.snapshot/, () => '{}');
  await assert.rejects(refreshFeed(writeFiles(source, broken), { home, bundled }), { code: 'HG_REFUSED_FEED' });
  await assert.rejects(refreshFeed(writeFiles(folder(t), AT_2), { home, bundled }), { code: 'HG_REFUSED_ROLLBACK' });
});

test('feed/floor: what this version was made with is the least that a feed may bring, from the first refresh on', async (t) => {
  await assert.rejects(refreshFeed(writeFiles(folder(t), AT_1), { home: folder(t), bundled: bundledOf(AT_2) }), { code: 'HG_REFUSED_ROLLBACK' });
});

test('nothing of the work is left behind, and a second process is told to wait', async (t) => {
  const [home, source] = [folder(t), writeFiles(folder(t), AT_2)];
  await refreshFeed(source, { home, bundled });
  const place = join(home, 'advisories/a-feed');
  assert.deepEqual(
    readdirSync(place)
      .map((name) => name.replace(/[0-9a-f]{64}/, '…'))
      .sort(),
    ['advisories.json.…', 'metadata', 'refreshed.json'],
  );
  writeFileSync(join(place, 'busy'), String(process.ppid));
  await assert.rejects(refreshFeed(source, { home, bundled }), { code: 'HG_CONFLICT' });
  chmodSync(place, 0o700);
});
