import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, writeSync } from 'node:fs';
import { type Digest, HorngateError } from '@horngate/core/words';

const PIECE = 4 * 2 ** 20;

export interface Hashed {
  readonly size: number;
  readonly sha256: Digest;
  /** SHA-1 of git's blob of these bytes, where it was asked for. */
  readonly blob: string | undefined;
}

export interface HashInto {
  /** A descriptor to write to. */
  readonly to?: number;
  readonly blob?: boolean;
}

/**
 * Hashes a regular file, and writes what it hashes, where a descriptor is given: the bytes that were hashed are the bytes that were written.
 *
 * @throws HG_UNAVAILABLE_STORE
 */
export function hashFile(path: string, { to, blob = false }: HashInto = {}): Hashed {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot hash "${path}" as it must be a regular file`);
    const sha256 = createHash('sha256');
    const sha1 = blob ? createHash('sha1').update(`blob ${status.size}\0`) : undefined;
    const piece = Buffer.allocUnsafe(Math.min(PIECE, status.size + 1));
    let size = 0;
    for (let read = readSync(fd, piece); read > 0; read = readSync(fd, piece)) {
      const part = piece.subarray(0, read);
      sha256.update(part);
      sha1?.update(part);
      if (to !== undefined) for (let done = 0; done < read; ) done += writeSync(to, part, done);
      size += read;
    }
    return { size, sha256: `sha256:${sha256.digest('hex')}`, blob: sha1?.digest('hex') };
  } finally {
    closeSync(fd);
  }
}
