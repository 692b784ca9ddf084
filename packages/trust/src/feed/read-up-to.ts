import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/**
 * The bytes of a regular file, no link, never more than `maxBytes`: a pipe would wait for ever, a device never ends.
 *
 * @throws HG_NOT_FOUND, HG_LIMIT_BYTES, HG_UNAVAILABLE_SOURCE
 */
export function readUpTo(path: string | URL, maxBytes: number): Uint8Array {
  const shown = String(path);
  const fd = openFile(path, shown);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new HorngateError('HG_UNAVAILABLE_SOURCE', `Cannot read "${shown}" as it must be a regular file`);
    const bytes = Buffer.alloc(Math.min(status.size, maxBytes) + 1);
    const length = fill(fd, bytes);
    if (length > maxBytes) throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "${shown}" as it must have at most ${maxBytes} bytes: it has more`);
    return bytes.subarray(0, length);
  } finally {
    closeSync(fd);
  }
}

function openFile(path: string | URL, shown: string): number {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HorngateError(code === 'ENOENT' ? 'HG_NOT_FOUND' : 'HG_UNAVAILABLE_SOURCE', `Cannot read "${shown}": ${code}`);
  }
}

function fill(fd: number, bytes: Uint8Array): number {
  let length = 0;
  for (let read = 1; read > 0 && length < bytes.length; length += read) read = readSync(fd, bytes, length, bytes.length - length, length);
  return length;
}
