import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mock, test } from 'node:test';
import { BUNDLED, writeSnapshot } from '@horngate/core/updates';
import { BUNDLED_METADATA } from './bundled.ts';
import { temporary, writeFiles } from './feed.testing.ts';
import { feedOf } from './feed-of.ts';
import { refreshFeed } from './refresh-feed.ts';

const target = writeSnapshot(BUNDLED);
const version = JSON.parse(BUNDLED_METADATA['timestamp.json']).signed.version;
const MIRROR = {
  'metadata/1.root.json': BUNDLED_METADATA['root.json'],
  'metadata/timestamp.json': BUNDLED_METADATA['timestamp.json'],
  [`metadata/${version}.snapshot.json`]: BUNDLED_METADATA['snapshot.json'],
  [`metadata/${version}.targets.json`]: BUNDLED_METADATA['targets.json'],
  [`targets/${createHash('sha256').update(target).digest('hex')}.advisories.json`]: target,
};

test('feed/signed: the advisories of this version are those that its metadata signs (else: npm run feed)', async () => {
  const [home, source] = [temporary(), writeFiles(temporary(), MIRROR)];
  // The metadata is of its day, and expires; what it says of the advisories stays true.
  mock.timers.enable({ apis: ['Date'], now: Date.parse(BUNDLED.asOf) + 86_400_000 });
  try {
    const { snapshot, versions } = await refreshFeed(source, { home });
    assert.equal(writeSnapshot(snapshot), target);
    assert.equal(versions.timestamp, version);
  } finally {
    mock.timers.reset();
    for (const folder of [home, source]) rmSync(folder, { recursive: true });
  }
});

test('until a release signs, the root says so itself', () => assert.equal(feedOf(BUNDLED_METADATA).root, 'development'));
