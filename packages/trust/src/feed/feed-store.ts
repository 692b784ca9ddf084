import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { claim, ownFolder } from '../download/quarantine.ts';

/** Files that are trusted once the reader of TUF has written them; the order in which they are put back. */
export const METADATA = ['root.json', 'timestamp.json', 'snapshot.json', 'targets.json'] as const;

/** What this host has seen of one feed, below `HORNGATE_HOME/advisories`; for its owner alone. */
export interface FeedStore {
  readonly folder: string;
  readonly metadata: string;
  /** A copy of the metadata to work on, in a folder of its own that goes away with the work. */
  workOn<T>(work: (place: string) => Promise<T>): Promise<T>;
  close(): void;
}

/** The folder of all advisories that this host keeps. */
export const advisoriesFolder = (home: string): string => join(home, 'advisories');

/**
 * Opens what this host has seen of a feed, for this process alone. The first time that is what this version was made with: no feed may be older than that.
 *
 * @param bundled - metadata by file name. @throws HG_UNAVAILABLE_STORE, HG_CONFLICT
 */
export function openFeedStore(home: string, feed: string, bundled: Readonly<Record<(typeof METADATA)[number], string>>): FeedStore {
  const folder = join(advisoriesFolder(home), feed);
  const metadata = join(folder, 'metadata');
  for (const path of [advisoriesFolder(home), folder, metadata]) ownFolder(path);
  const busy = join(folder, 'busy');
  claim(busy, folder);
  for (const name of METADATA) if (!existsSync(join(metadata, name))) replace(join(metadata, name), bundled[name]);
  return {
    folder,
    metadata,
    workOn: (work) => workOn(folder, metadata, work),
    close: () => rmSync(busy, { force: true }),
  };
}

/** What the reader has verified is kept whether or not the rest came: a newer timestamp that was seen once must never be forgotten (TUF 1.0.34, 5.4.3). */
async function workOn<T>(folder: string, metadata: string, work: (place: string) => Promise<T>): Promise<T> {
  const place = mkdtempSync(join(folder, 'work-'));
  try {
    for (const name of METADATA) copyFileSync(join(metadata, name), join(place, name));
    return await work(place);
  } finally {
    for (const name of METADATA) if (existsSync(join(place, name))) replace(join(metadata, name), readFileSync(join(place, name)));
    rmSync(place, { recursive: true, force: true });
  }
}

/** All of it, or what was there: a process may end at any moment. @throws HG_UNAVAILABLE_STORE */
export function replace(path: string, bytes: string | Uint8Array): void {
  const beside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(beside, bytes, { mode: 0o600, flush: true } as object);
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot keep "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** Removes all but one of the files that begin so. */
export function keepOnly(folder: string, prefix: string, name: string): void {
  for (const other of readdirSync(folder)) if (other.startsWith(prefix) && other !== name) rmSync(join(folder, other), { recursive: true, force: true });
}
