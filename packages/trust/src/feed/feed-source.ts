import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HorngateError } from '@horngate/core/words';
import { follow } from '../download/follow.ts';
import type { Network } from '../download/network.ts';
import { Pulse } from '../download/pulse.ts';
import { readBody } from '../download/read-body.ts';
import { readUpTo } from './read-up-to.ts';

/** Where a feed is to be had: files below one address. */
export interface FeedSource {
  /** Ends with a slash. */
  readonly base: string;
  /** The folder, where it is one of this host. */
  readonly folder: string | undefined;
  /** Never more than `maxBytes`. @throws HG_NOT_FOUND, HG_LIMIT_BYTES, HG_UNAVAILABLE_SOURCE, HG_REFUSED_SOURCE, HG_LIMIT_DEADLINE */
  read(url: URL, maxBytes: number): Promise<Uint8Array>;
}

/** @param text - a folder, or the address of a mirror, which is asked as downloads are: https, public addresses, redirects checked. @throws HG_USAGE_ARGUMENT, HG_NOT_FOUND */
export const openFeedSource = (text: string, network: Network): FeedSource => (/^https?:\/\//i.test(text) ? mirror(text, network) : folder(text));

function folder(path: string): FeedSource {
  if (!isFolder(path)) throw new HorngateError('HG_NOT_FOUND', `Cannot refresh by "${path}" as it must be a folder, or the https address of a mirror`);
  const place = resolve(path);
  return { base: `${pathToFileURL(place).href}/`, folder: place, read: async (url, maxBytes) => readUpTo(url, maxBytes) };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function mirror(text: string, network: Network): FeedSource {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot refresh from the mirror as its address must hold no user, no "?" and no "#"');
  return { base: url.href.endsWith('/') ? url.href : `${url.href}/`, folder: undefined, read: (file, maxBytes) => download(file, maxBytes, network) };
}

async function download(url: URL, maxBytes: number, network: Network): Promise<Uint8Array> {
  const pulse = new Pulse(url, network.stallMs);
  try {
    const pieces: Uint8Array[] = [];
    for await (const piece of readBody(await follow({ url }, network, pulse), maxBytes, pulse)) pieces.push(piece);
    return Buffer.concat(pieces);
  } finally {
    pulse.stop();
  }
}
