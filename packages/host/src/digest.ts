import { createHash } from 'node:crypto';
import { readSync, writeSync } from 'node:fs';
import { rootText } from '@horngate/core/confirm-hash';
import type { Digest } from '@horngate/core/words';

const PIECE = 1 << 20;

/** SHA-256 of an open file from its first byte on, and a copy of it to `to` on the way, so that what was hashed is what is kept. */
export function digestOf(fd: number, bytes: number, to?: number): Digest {
  const hash = createHash('sha256');
  for (const part of piecesOf(fd, bytes)) {
    hash.update(part);
    if (to !== undefined) for (let written = 0; written < part.length; ) written += writeSync(to, part, written);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Pieces after which others get their turn: a guest scans the same file meanwhile, on another core. */
const TURN = 16;

/** The same digest, while this process goes on serving its guests. */
export async function digestMeanwhile(fd: number, bytes: number): Promise<Digest> {
  const hash = createHash('sha256');
  let pieces = 0;
  for (const part of piecesOf(fd, bytes)) {
    hash.update(part);
    if (++pieces % TURN === 0) await new Promise(setImmediate);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** The bytes of a file in pieces, each valid until the next is asked for; a file that became shorter ends early. */
export function* piecesOf(fd: number, bytes: number): Generator<Buffer> {
  const piece = Buffer.allocUnsafe(Math.min(PIECE, bytes || 1));
  for (let offset = 0; offset < bytes; ) {
    const count = readSync(fd, piece, 0, Math.min(PIECE, bytes - offset), offset);
    if (count === 0) return;
    yield piece.subarray(0, count);
    offset += count;
  }
}

export const digestOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The digest of a model of several files, which binds their names too. */
export const rootDigestOf = (parts: Parameters<typeof rootText>[0]): Digest => `sha256:${digestOfText(rootText(parts))}`;
