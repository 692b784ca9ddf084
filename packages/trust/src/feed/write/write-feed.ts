import { createHash } from 'node:crypto';
import { type FeedKey, signMetadata } from './feed-key.ts';
import { type FeedRoles, type Role, rootOf, type Stamp, snapshotOf, targetsOf, timestampOf } from './metadata.ts';

/** The one file that the feed is about. */
export const TARGET = 'advisories.json';

export interface FeedState {
  readonly stamps: Readonly<Record<Exclude<Role, 'root'>, Stamp>>;
  readonly target: Uint8Array;
}

/** Metadata files by the names that a repository with consistent snapshots gives them (TUF 1.0.34, 6.2), and the target. */
export type FeedFiles = Readonly<Record<string, string | Uint8Array>>;

/** A root, signed by its own keys and, where it replaces another, by that one's. */
export const writeRoot = (stamp: Stamp, roles: FeedRoles, feed: { readonly name: string; readonly marked: string }, before?: FeedRoles): FeedFiles => ({
  [`metadata/${stamp.version}.root.json`]: signMetadata(rootOf(stamp, roles, feed), distinct([...roles.keys.root, ...(before?.keys.root ?? [])])),
});

/** All but the root. */
export function writeFeed({ stamps: { targets, snapshot, timestamp }, target }: FeedState, { keys }: FeedRoles): FeedFiles {
  const targetsText = signMetadata(targetsOf(targets, { [TARGET]: target }), keys.targets);
  const snapshotText = signMetadata(snapshotOf(snapshot, { version: targets.version, text: targetsText }), keys.snapshot);
  const timestampText = signMetadata(timestampOf(timestamp, { version: snapshot.version, text: snapshotText }), keys.timestamp);
  return {
    [`metadata/${targets.version}.targets.json`]: targetsText,
    [`metadata/${snapshot.version}.snapshot.json`]: snapshotText,
    'metadata/timestamp.json': timestampText,
    [`targets/${createHash('sha256').update(target).digest('hex')}.${TARGET}`]: target,
  };
}

const distinct = (keys: readonly FeedKey[]): readonly FeedKey[] => [...new Map(keys.map((key) => [key.id, key])).values()];
