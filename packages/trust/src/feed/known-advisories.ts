import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { addUnsigned, BUNDLED, type Origin, type Snapshot } from '@horngate/core/updates';
import { HorngateError } from '@horngate/core/words';
import { BUNDLED_METADATA } from './bundled.ts';
import { type BundledMetadata, feedOf } from './feed-of.ts';
import { advisoriesFolder } from './feed-store.ts';
import { MAX_TARGET } from './fetcher.ts';
import { readUpTo } from './read-up-to.ts';
import { type Refreshed, snapshotFrom } from './refresh-feed.ts';
import { readUnsigned } from './unsigned.ts';
import { TARGET } from './write/write-feed.ts';

export interface Known {
  readonly snapshot: Snapshot;
  readonly origin: Origin;
}

/**
 * What this host knows: the newer of what came with this version and what a refresh brought, and what the operator added without a signature. No network.
 *
 * @throws HG_UNAVAILABLE_STORE where what is kept is not what was verified
 */
export function knownAdvisories(home: string, bundled: BundledMetadata = BUNDLED_METADATA, base: Snapshot = BUNDLED): Known {
  const { name, root } = feedOf(bundled);
  const signed = newer({ snapshot: base, origin: { root, from: 'bundled' } }, refreshedIn(join(advisoriesFolder(home), name), root));
  const unsigned = readUnsigned(home);
  if (unsigned === undefined) return signed;
  const { origin, records } = unsigned;
  return { snapshot: addUnsigned(signed.snapshot, records, `unsigned records of "${origin.source}"`), origin: { ...signed.origin, unsigned: origin } };
}

const newer = (bundled: Known, refreshed: Known | undefined): Known =>
  refreshed !== undefined && refreshed.snapshot.asOf >= bundled.snapshot.asOf ? refreshed : bundled;

function refreshedIn(folder: string, root: string): Known | undefined {
  const record = kept(join(folder, 'refreshed.json'), 64 * 1024);
  if (record === undefined) return undefined;
  const { sha256, source, expires } = JSON.parse(Buffer.from(record).toString('utf8')) as Refreshed;
  const bytes = kept(join(folder, `${TARGET}.${sha256}`), MAX_TARGET);
  if (bytes === undefined || createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new HorngateError(
      'HG_UNAVAILABLE_STORE',
      `Cannot use the advisories in "${folder}" as they must be what was verified: refresh them, or remove the folder`,
    );
  return { snapshot: snapshotFrom(bytes), origin: { root, from: 'refreshed', source, expires } };
}

function kept(path: string, maxBytes: number): Uint8Array | undefined {
  try {
    return readUpTo(path, maxBytes);
  } catch (error) {
    if (error instanceof HorngateError && error.code === 'HG_NOT_FOUND') return undefined;
    throw error;
  }
}
