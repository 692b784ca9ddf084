import { createHash } from 'node:crypto';
import { closeSync } from 'node:fs';
import { basename } from 'node:path';
import { type Published, published } from '@horngate/core/confirm-hash';
import { piecesOf } from '../digest.ts';
import { openUnhashed } from '../opened.ts';

/** A file beside what is published under its name. */
export interface KnownFile extends Published {
  readonly found: string;
  readonly same: boolean;
}

/** What is published under the name of a file, and whether this is it; undefined where nothing is so called. @throws HG_NOT_FOUND, HG_INPUT_FORMAT */
export function knownFile(path: string): KnownFile | undefined {
  const known = published(basename(path));
  if (known === undefined) return undefined;
  const { fd, bytes } = openUnhashed(path);
  try {
    const hash = createHash(known.algorithm);
    for (const piece of piecesOf(fd, bytes)) hash.update(piece);
    const found = hash.digest('hex');
    return { ...known, found, same: found === known.digest };
  } finally {
    closeSync(fd);
  }
}
