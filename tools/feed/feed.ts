import { createPrivateKey } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BUNDLED, writeSnapshot } from '@horngate/core/updates';
import { bundleText } from '../../packages/trust/src/feed/bundle-text.ts';
import { BUNDLED_METADATA } from '../../packages/trust/src/feed/bundled.ts';
import { feedOf } from '../../packages/trust/src/feed/feed-of.ts';
import { readMetadata } from '../../packages/trust/src/feed/read-metadata.ts';
import { type FeedKey, feedKey, newFeedKey } from '../../packages/trust/src/feed/write/feed-key.ts';
import { type FeedRoles, ROLES, type Role } from '../../packages/trust/src/feed/write/metadata.ts';
import { type FeedFiles, writeFeed, writeRoot } from '../../packages/trust/src/feed/write/write-feed.ts';

/**
 * `npm run feed -- KEYS [--new-root] [--mirror DIR]`: signs the advisories of core anew, prints `packages/trust/src/feed/bundled.ts`, and writes the repository of TUF into a
 * folder, for a mirror.
 *
 * KEYS is a folder outside of this repository: the private halves, PEM, one file a key, made where there are none. Who has lost them begins a new feed by
 * `--new-root`: its name is another, so that nothing that was seen of the old one binds the new one, and no client of the old one follows.
 */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const COUNTS: Readonly<Record<Role, number>> = { root: 3, targets: 3, snapshot: 1, timestamp: 1 };
const THRESHOLDS: Readonly<Record<Role, number>> = { root: 2, targets: 2, snapshot: 1, timestamp: 1 };
/** Until a release signs with keys that are kept as such, every output says this of the root. */
const MARKED = 'development';
const DAYS = { root: 365, targets: 90, snapshot: 90, timestamp: 30 };

const [folder, ...options] = process.argv.slice(2);
if (folder === undefined || `${resolve(folder)}${sep}`.startsWith(ROOT)) {
  console.error('Usage: npm run feed -- KEYS [--new-root] [--mirror DIR], where KEYS is a folder outside of this repository');
  process.exit(2);
}
const roles: FeedRoles = { keys: Object.fromEntries(ROLES.map((role) => [role, keysOf(folder, role)])) as Record<Role, FeedKey[]>, thresholds: THRESHOLDS };
const fresh = options.includes('--new-root');
const root = fresh ? newRoot() : { 'metadata/1.root.json': BUNDLED_METADATA['root.json'] };
const version = fresh ? 1 : 1 + Number(readMetadata(Buffer.from(BUNDLED_METADATA['timestamp.json']), 'timestamp.json')['version']);
const files: FeedFiles = {
  ...root,
  ...writeFeed(
    { stamps: { targets: stamp('targets'), snapshot: stamp('snapshot'), timestamp: stamp('timestamp') }, target: Buffer.from(writeSnapshot(BUNDLED)) },
    roles,
  ),
};
const text = (name: string): string => String(files[`metadata/${name}`]);
const metadata = {
  'root.json': text('1.root.json'),
  'timestamp.json': text('timestamp.json'),
  'snapshot.json': text(`${version}.snapshot.json`),
  'targets.json': text(`${version}.targets.json`),
};
writeFileSync(join(ROOT, 'packages/trust/src/feed/bundled.ts'), bundleText(metadata));
const mirror = options[options.indexOf('--mirror') + 1];
if (options.includes('--mirror') && mirror !== undefined) for (const [name, content] of Object.entries(files)) put(join(mirror, name), content);
console.log(`${feedOf(metadata).name}: version ${version}, ${BUNDLED.advisories.length} advisories as of ${BUNDLED.asOf}`);

function newRoot(): FeedFiles {
  const name = `${MARKED}-${roles.keys.root[0]?.id.slice(0, 12)}`;
  return writeRoot({ version: 1, expires: inDays(DAYS.root) }, roles, { name, marked: MARKED });
}

function stamp(role: Exclude<Role, 'root'>): { version: number; expires: string } {
  return { version, expires: inDays(DAYS[role]) };
}

function inDays(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 19)}Z`;
}

function keysOf(place: string, role: Role): FeedKey[] {
  return Array.from({ length: COUNTS[role] }, (_, index) => keyAt(join(place, `${role}-${index + 1}.pem`)));
}

function keyAt(path: string): FeedKey {
  if (existsSync(path)) return feedKey(createPrivateKey(readFileSync(path)));
  const made = newFeedKey();
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, made.privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  return made;
}

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
