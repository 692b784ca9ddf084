import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/** Lock files of large projects have a few megabytes. */
export const MAX_BYTES = 16 * 2 ** 20;

/**
 * The text of a regular file, opened once: no link at its end, no pipe that would wait for ever, no more than the bound.
 *
 * @param part - read the beginning only, where a file is longer; else longer is an error.
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_BYTES
 */
export function readCapped(path: string, maxBytes = MAX_BYTES, part: 'whole' | 'beginning' = 'whole', links: 'follow' | 'refuse' = 'follow'): string {
  const descriptor = openOrThrow(path, constants.O_RDONLY | constants.O_NONBLOCK | (links === 'refuse' ? constants.O_NOFOLLOW : 0));
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw new HorngateError('HG_INPUT_FORMAT', `Cannot read "${path}" as it must be a regular file`);
    if (part === 'whole' && stat.size > maxBytes)
      throw new HorngateError('HG_LIMIT_BYTES', `Cannot read "${path}" as it must have at most ${maxBytes} bytes: found ${stat.size}`);
    return textOf(descriptor, Math.min(stat.size, maxBytes));
  } finally {
    closeSync(descriptor);
  }
}

function openOrThrow(path: string, flags: number): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

function textOf(descriptor: number, size: number): string {
  const bytes = Buffer.alloc(size);
  let read = 0;
  while (read < size) {
    const got = readSync(descriptor, bytes, read, size - read, read);
    if (got === 0) break;
    read += got;
  }
  return bytes
    .subarray(0, read)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
