import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { OsvRecord } from '@horngate/core/updates';
import { type Fetcher, Updater } from 'tuf-js';
import { DownloadHTTPError } from 'tuf-js/dist/error.js';
import type { BundledMetadata } from './feed-of.ts';
import { refreshFeed } from './refresh-feed.ts';
import { newFeedKey } from './write/feed-key.ts';
import type { FeedRoles, Role, Stamp } from './write/metadata.ts';
import { type FeedFiles, writeFeed, writeRoot } from './write/write-feed.ts';

export const FEED = { name: 'a-feed', marked: 'test' };
export const LATER = '2126-01-01T00:00:00Z';
export const PAST = '2026-01-01T00:00:00Z';

const many = (count: number) => Array.from({ length: count }, newFeedKey);
export const newRoles = (): FeedRoles => ({
  keys: { root: many(3), targets: many(3), snapshot: many(1), timestamp: many(1) },
  thresholds: { root: 2, targets: 2, snapshot: 1, timestamp: 1 },
});

export const ROLES_1 = newRoles();

const RECORD: OsvRecord = { id: 'CVE-2126-0001', modified: PAST };
/** A snapshot of advisories whose only difference is what it is called by. */
export const targetOf = (asOf: string, advisories: readonly OsvRecord[] = [RECORD]): Buffer => Buffer.from(JSON.stringify({ version: 1, asOf, advisories }));

export interface Shape {
  /** Of all three, or of one. */
  readonly version: number;
  readonly versions?: Partial<Record<Exclude<Role, 'root'>, number>>;
  readonly expires?: Partial<Record<Exclude<Role, 'root'>, string>>;
  readonly target?: Buffer;
}

/** A state of the feed, all but its root, by versions and dates. */
export function state(
  { version, versions = {}, expires = {}, target = targetOf(`2026-11-${10 + (version % 10)}T00:00:00Z`) }: Shape,
  roles = ROLES_1,
): FeedFiles {
  const stamp = (role: Exclude<Role, 'root'>): Stamp => ({ version: versions[role] ?? version, expires: expires[role] ?? LATER });
  return writeFeed({ stamps: { targets: stamp('targets'), snapshot: stamp('snapshot'), timestamp: stamp('timestamp') }, target }, roles);
}

export const root = (version: number, roles = ROLES_1, before?: FeedRoles, expires = LATER): FeedFiles => writeRoot({ version, expires }, roles, FEED, before);

export const ROOT_1 = root(1);

/** What a version of the house would have been made with. */
export function bundledOf(files: FeedFiles): BundledMetadata {
  const text = (pattern: RegExp): string => String(files[Object.keys(files).find((name) => pattern.test(name)) ?? '']);
  return {
    'root.json': text(/1\.root\.json$/),
    'timestamp.json': text(/timestamp\.json$/),
    'snapshot.json': text(/snapshot\.json$/),
    'targets.json': text(/targets\.json$/),
  };
}

/** The same files, one of them changed. */
export function changed(files: FeedFiles, name: RegExp, change: (text: string) => string): FeedFiles {
  const found = Object.keys(files).filter((key) => name.test(key));
  if (found.length !== 1) throw new Error(`${name} names ${found.length} files`);
  return { ...files, [found[0] as string]: change(String(files[found[0] as string])) };
}

/** A file of one state in another. */
export function mixed(files: FeedFiles, other: FeedFiles, name: RegExp): FeedFiles {
  return changed(files, name, () => String(other[Object.keys(other).find((key) => name.test(key)) ?? '']));
}

export function writeFiles(folder: string, files: FeedFiles): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

export const temporary = (): string => mkdtempSync(join(tmpdir(), 'horngate-feed-'));

/** What a client saw, one after the other, and what it is shown now. */
export interface FeedCase {
  /** The root that it began with. */
  readonly root: string;
  readonly before: readonly FeedFiles[];
  readonly last: FeedFiles;
}

/** Our own client, from folders. */
export async function askOurs({ root: trusted, before, last }: FeedCase): Promise<Awaited<ReturnType<typeof refreshFeed>>> {
  const home = temporary();
  const bundled = { ...bundledOf(before[0] as FeedFiles), 'root.json': trusted };
  const from = async (files: FeedFiles) => {
    const source = writeFiles(temporary(), files);
    try {
      return await refreshFeed(source, { home, bundled });
    } finally {
      rmSync(source, { recursive: true });
    }
  };
  try {
    for (const files of before) await from(files);
    return await from(last);
  } finally {
    rmSync(home, { recursive: true });
  }
}

/** tuf-js as it comes, from folders: what it says when nothing of ours stands around it. @returns undefined where it takes the feed, else the error. */
export async function askTufJs({ root: trusted, before, last }: FeedCase): Promise<unknown> {
  const client = temporary();
  try {
    writeFileSync(join(client, 'root.json'), trusted);
    for (const files of [...before, last]) {
      const source = writeFiles(temporary(), files);
      try {
        await read(client, source);
      } catch (error) {
        if (files === last) return error;
        throw error;
      } finally {
        rmSync(source, { recursive: true });
      }
    }
    return undefined;
  } finally {
    rmSync(client, { recursive: true });
  }
}

async function read(client: string, source: string): Promise<void> {
  const base = pathToFileURL(source).href;
  const bases = { metadataBaseUrl: `${base}/metadata`, targetBaseUrl: `${base}/targets` };
  const updater = new Updater({ metadataDir: client, targetDir: client, ...bases, fetcher: plainFetcher(client) });
  const target = await updater.getTargetInfo('advisories.json');
  if (target === undefined) throw new Error('no target');
  await updater.downloadTarget(target, join(client, 'out'));
}

const plainFetcher = (scratch: string): Fetcher => ({
  async downloadBytes(url, maxLength) {
    const bytes = bytesAt(url);
    if (bytes.length > maxLength) throw new Error('Max length reached');
    return bytes;
  },
  async downloadFile(url, maxLength, handler) {
    const bytes = bytesAt(url);
    if (bytes.length > maxLength) throw new Error('Max length reached');
    writeFileSync(join(scratch, 'in'), bytes);
    return handler(join(scratch, 'in'));
  },
});

function bytesAt(url: string): Buffer {
  try {
    return readFileSync(new URL(url));
  } catch {
    throw new DownloadHTTPError('not there', 404);
  }
}

/** All files below a folder, by path. */
export function filesIn(folder: string, at = ''): FeedFiles {
  return Object.fromEntries(
    readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
      const path = at === '' ? entry.name : `${at}/${entry.name}`;
      return entry.isDirectory() ? Object.entries(filesIn(folder, path)) : [[path, readFileSync(join(folder, path))]];
    }),
  );
}
