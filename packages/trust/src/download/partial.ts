import { closeSync, constants, fstatSync, ftruncateSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/** A file that is not whole yet, and the ETag of what its bytes belong to. */
export interface Partial {
  readonly fd: number;
  size(): number;
  /** Strong, or undefined: then nothing can be added to what is there. */
  readonly etag: string | undefined;
  /** Forgets what is there, for a file of this ETag. */
  restart(etag: string | undefined): void;
  append(bytes: Uint8Array): void;
  close(): void;
}

/** RFC 9110, 8.8.3: a weak one does not say that the bytes are the same. */
export const strongEtag = (value: string | undefined): string | undefined =>
  value !== undefined && /^"[\x21\x23-\x7e]{1,256}"$/.test(value) ? value : undefined;

/** Opens, or makes, a partial file; a link in its place is not followed. @throws HG_UNAVAILABLE_STORE */
export function openPartial(path: string): Partial {
  const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK, 0o600);
  if (!fstatSync(fd).isFile()) throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot use "${path}" as it must be a regular file`);
  let etag = etagBeside(path);
  const size = (): number => fstatSync(fd).size;
  return {
    fd,
    size,
    get etag() {
      return etag;
    },
    restart(next) {
      // The ETag goes first: bytes without one are begun anew, bytes with a wrong one would be continued.
      writeFileSync(`${path}.etag`, '', { mode: 0o600 });
      ftruncateSync(fd, 0);
      etag = next;
      writeFileSync(`${path}.etag`, next ?? '', { mode: 0o600 });
    },
    append: (bytes) => appendAll(fd, bytes, size()),
    close: () => closeSync(fd),
  };
}

function appendAll(fd: number, bytes: Uint8Array, at: number): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, at + done);
  } catch (error) {
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot keep what is downloaded: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function etagBeside(path: string): string | undefined {
  try {
    return strongEtag(readFileSync(`${path}.etag`, 'utf8'));
  } catch {
    return undefined;
  }
}
