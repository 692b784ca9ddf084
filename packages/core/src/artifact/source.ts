import { HorngateError } from '../words/error.ts';
import type { ByteSource } from '../words/ports.ts';

/** A source over bytes in memory; what `read` returns are views of them. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  const size = bytes.byteLength;
  return {
    size,
    read(offset, length) {
      checkRange(size, offset, length);
      return bytes.subarray(offset, offset + length);
    },
  };
}

/**
 * A window of another source, without a copy: a stored member of an archive, for one. Offsets count from the start of the window.
 *
 * @throws HG_ARTIFACT_TRUNCATED when the window is not wholly inside the source.
 */
export function slice(source: ByteSource, offset: number, length: number): ByteSource {
  checkRange(source.size, offset, length);
  return {
    size: length,
    read(at, count) {
      checkRange(length, at, count);
      return source.read(offset + at, count);
    },
  };
}

/**
 * Refuses a range that is not wholly inside `size` bytes. Offsets and lengths come out of foreign files, so they may be anything that a number can be.
 *
 * @throws HG_ARTIFACT_TRUNCATED with the offset where the missing bytes were wanted.
 */
export function checkRange(size: number, offset: number, length: number): void {
  if (Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0 && length <= size - offset) return;
  throw new HorngateError('HG_ARTIFACT_TRUNCATED', `Cannot read ${length} bytes at ${offset} as the file must hold them: it has ${size} bytes`, {
    where: { offset },
  });
}
