import { createHash } from 'node:crypto';

/** The subject of a signature: SHA-256 over the bytes of the digests as they are listed, whatever algorithm made these. */
export function rootDigest(digests: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const digest of digests) hash.update(digest);
  return hash.digest('hex');
}
