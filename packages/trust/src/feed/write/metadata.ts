import { createHash } from 'node:crypto';
import type { Canonical } from './canonical-json.ts';
import type { FeedKey } from './feed-key.ts';

export const SPECIFICATION = '1.0.34';
export const ROLES = ['root', 'targets', 'snapshot', 'timestamp'] as const;
export type Role = (typeof ROLES)[number];

/** Keys of each role, and how many of them must sign. */
export interface FeedRoles {
  readonly keys: Readonly<Record<Role, readonly FeedKey[]>>;
  readonly thresholds: Readonly<Record<Role, number>>;
}

/** Version and date of one file of metadata. */
export interface Stamp {
  readonly version: number;
  /** RFC 3339, UTC, whole seconds. */
  readonly expires: string;
}

const head = (role: Role, { version, expires }: Stamp) => ({ _type: role, spec_version: SPECIFICATION, version, expires });

/** @param feed - the name of the feed: what a client has seen of one says nothing of another. `marked` is what every output says of its keys. */
export const rootOf = (stamp: Stamp, { keys, thresholds }: FeedRoles, feed: { readonly name: string; readonly marked: string }): Canonical => ({
  ...head('root', stamp),
  consistent_snapshot: true,
  keys: Object.fromEntries(ROLES.flatMap((role) => keys[role].map(({ id, publicPart }) => [id, publicPart]))),
  roles: Object.fromEntries(ROLES.map((role) => [role, { keyids: keys[role].map(({ id }) => id), threshold: thresholds[role] }])),
  'x-horngate': { feed: feed.name, root: feed.marked },
});

export const targetsOf = (stamp: Stamp, files: Readonly<Record<string, Uint8Array>>): Canonical => ({
  ...head('targets', stamp),
  targets: Object.fromEntries(Object.entries(files).map(([path, bytes]) => [path, measured(bytes)])),
});

export const snapshotOf = (stamp: Stamp, targets: Written): Canonical => ({ ...head('snapshot', stamp), meta: { 'targets.json': named(targets) } });

export const timestampOf = (stamp: Stamp, snapshot: Written): Canonical => ({ ...head('timestamp', stamp), meta: { 'snapshot.json': named(snapshot) } });

/** A file of metadata as it was written, for the one that names it. */
export interface Written {
  readonly version: number;
  readonly text: string;
}

/** Length and digest are not asked for by the specification; with them, files of two states cannot be mixed. */
const named = ({ version, text }: Written) => ({ version, ...measured(Buffer.from(text)) });

const measured = (bytes: Uint8Array) => ({ length: bytes.length, hashes: { sha256: createHash('sha256').update(bytes).digest('hex') } });
