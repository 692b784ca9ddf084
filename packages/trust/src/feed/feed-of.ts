import { isJsonObject } from '@horngate/core/artifact';
import type { METADATA } from './feed-store.ts';
import { readMetadata, refused } from './read-metadata.ts';

/** Metadata of one state of the feed, by file name. */
export type BundledMetadata = Readonly<Record<(typeof METADATA)[number], string>>;

export interface Feed {
  readonly name: string;
  /** What every output says of the keys: `development` until a release signs. */
  readonly root: string;
}

/** What a root says of its feed, in a field of ours that is signed with the rest (TUF 1.0.34, 4.3: a client ignores fields that it does not know). @throws HG_REFUSED_FEED */
export function feedOf({ 'root.json': text }: BundledMetadata): Feed {
  const own = readMetadata(Buffer.from(text), 'root.json')['x-horngate'];
  const { feed, root } = own !== undefined && isJsonObject(own) ? own : {};
  if (typeof feed !== 'string' || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(feed) || typeof root !== 'string') throw refused('root.json', 'name its feed');
  return { name: feed, root };
}
