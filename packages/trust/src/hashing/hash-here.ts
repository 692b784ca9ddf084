import { createHash } from 'node:crypto';
import { readSync } from 'node:fs';
import { ALGORITHMS, type Algorithm } from './algorithm.ts';
import type { Piece } from './hash-files.ts';

const BUFFER = 1 << 18;
/** Buffers after which others get their turn. */
const TURN = 64;

interface Hasher {
  update(bytes: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** The same digests one after the other, in this thread. */
export async function hashHere(pieces: readonly Piece[], algorithm: Algorithm, onProgress?: (bytes: number) => void): Promise<Buffer[]> {
  const hasher = await hashersOf(algorithm);
  const buffer = Buffer.allocUnsafe(BUFFER);
  const digests: Buffer[] = [];
  let done = 0;
  for (const { fd, start, end } of pieces) {
    const hash = hasher();
    for (let at = start, turn = 1; at < end; turn++) {
      const count = readSync(fd, buffer, 0, Math.min(BUFFER, end - at), at);
      if (count === 0) break;
      hash.update(buffer.subarray(0, count));
      at += count;
      done += count;
      if (turn % TURN === 0) await turnOver(onProgress, done);
    }
    digests.push(Buffer.from(hash.digest()));
  }
  return digests;
}

async function turnOver(onProgress: ((bytes: number) => void) | undefined, done: number): Promise<void> {
  onProgress?.(done);
  await new Promise(setImmediate);
}

/** BLAKE3 is loaded where it is asked for alone. */
async function hashersOf(algorithm: Algorithm): Promise<() => Hasher> {
  const name = ALGORITHMS[algorithm];
  if (name !== undefined) return () => createHash(name);
  const { blake3 } = await import('@noble/hashes/blake3.js');
  return () => blake3.create();
}
