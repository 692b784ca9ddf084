import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson } from '@horngate/core/artifact';
import { readSnapshot, type Snapshot } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import { Updater } from 'tuf-js';
import { type Network, networkOf } from '../download/network.ts';
import { BUNDLED_METADATA } from './bundled.ts';
import { type BundledMetadata, feedOf } from './feed-of.ts';
import { type FeedSource, openFeedSource } from './feed-source.ts';
import { type FeedStore, keepOnly, METADATA, openFeedStore, replace } from './feed-store.ts';
import { FeedFetcher, MAX_TARGET } from './fetcher.ts';
import { readMetadata, refused } from './read-metadata.ts';
import { refusal } from './refusal.ts';
import { TARGET } from './write/write-feed.ts';

export interface RefreshOptions {
  /** `HORNGATE_HOME`. */
  readonly home: string;
  readonly network?: Partial<Network>;
  /** What this version was made with; tests make their own. */
  readonly bundled?: BundledMetadata;
}

/** What a refresh brought, as it is kept beside the metadata. */
export interface Refreshed {
  readonly version: 1;
  readonly source: string;
  /** RFC 3339, UTC: when it came. */
  readonly at: string;
  /** Until when those who signed it stand by it. */
  readonly expires: string;
  readonly versions: Readonly<Record<'root' | 'timestamp' | 'snapshot' | 'targets', number>>;
  readonly sha256: string;
}

/** No delegations: the feed is one file, of one role. */
const CONFIG = { maxDelegations: 0, maxRootRotations: 64, snapshotMaxLength: 64 * 1024, targetsMaxLength: 256 * 1024 };

/**
 * Brings the advisories of a mirror or a folder, under the rules of TUF: signed by enough keys, of one state, not expired, and never older than what this host
 * has seen. Only where all of it holds does it take the place of what was known.
 *
 * @throws HG_REFUSED_ROLLBACK, HG_REFUSED_EXPIRED, HG_REFUSED_SIGNATURE, HG_REFUSED_FEED, HG_ARTIFACT_DIGEST, HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_*,
 *   HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE, HG_UNAVAILABLE_STORE, HG_CONFLICT, HG_USAGE_ARGUMENT
 */
export async function refreshFeed(
  text: string,
  { home, network, bundled = BUNDLED_METADATA }: RefreshOptions,
): Promise<Refreshed & { readonly snapshot: Snapshot }> {
  const source = openFeedSource(text, networkOf(network));
  const store = openFeedStore(home, feedOf(bundled).name, bundled);
  try {
    const bytes = await store.workOn((place) => update(source, text, place));
    const snapshot = snapshotFrom(bytes);
    return { ...keep(store, text, bytes), snapshot };
  } finally {
    store.close();
  }
}

async function update(source: FeedSource, text: string, place: string): Promise<Uint8Array> {
  const fetcher = new FeedFetcher(source, place);
  const bases = { metadataBaseUrl: `${source.base}metadata`, targetBaseUrl: `${source.base}targets` };
  try {
    const updater = new Updater({ metadataDir: place, targetDir: place, ...bases, fetcher, config: CONFIG });
    await updater.refresh();
    const target = await updater.getTargetInfo(TARGET);
    if (target?.hashes['sha256'] === undefined) throw refused('targets.json', `name "${TARGET}" with its SHA-256`);
    return await targetOf(updater, target, join(place, 'verified'));
  } catch (error) {
    throw refusal(error, fetcher.failure, text);
  }
}

/** The one file, verified by length and digest. @throws HG_ARTIFACT_DIGEST */
async function targetOf(updater: Updater, target: Parameters<Updater['downloadTarget']>[0], path: string): Promise<Uint8Array> {
  try {
    await updater.downloadTarget(target, path);
  } catch (error) {
    if (!(error instanceof Error) || !/^Expected (length|hash)/.test(error.message)) throw error;
    throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot use "${TARGET}" of the feed as it must be what was signed: ${error.message}`);
  }
  return readFileSync(path);
}

/** @throws HG_INPUT_FORMAT, HG_LIMIT_* */
export function snapshotFrom(bytes: Uint8Array): Snapshot {
  const { value, notes } = readJson(bytes, { maxBytes: MAX_TARGET, maxDepth: 32, maxContainers: 2_000_000 });
  if (notes.length === 0) return readSnapshot(value);
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot read the advisories as every reader must see the same in them: they have ${notes[0]?.kind}`);
}

function keep({ folder, metadata }: FeedStore, source: string, bytes: Uint8Array): Refreshed {
  const said = METADATA.map((name) => readMetadata(readFileSync(join(metadata, name)), name));
  const [root = 0, timestamp = 0, snapshot = 0, targets = 0] = said.map(({ version }) => Number(version));
  const [expires = ''] = said.map((one) => String(one['expires'])).sort();
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const refreshed: Refreshed = { version: 1, source, at: nowText(), expires, versions: { root, timestamp, snapshot, targets }, sha256 };
  replace(join(folder, `${TARGET}.${sha256}`), bytes);
  replace(join(folder, 'refreshed.json'), `${JSON.stringify(refreshed, null, 1)}\n`);
  keepOnly(folder, `${TARGET}.`, `${TARGET}.${sha256}`);
  return refreshed;
}

export const nowText = (): string => `${new Date().toISOString().slice(0, 19)}Z`;
