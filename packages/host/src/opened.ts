import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import { type Digest, HorngateError } from '@horngate/core/words';
import { digestOf } from './digest.ts';

/** A file that was opened once: everything that looks at it later gets this descriptor. The host reads its bytes only to hash and to copy them. */
export interface OpenedFile {
  readonly path: string;
  readonly fd: number;
  readonly bytes: number;
  readonly digest: Digest;
  close(): void;
}

/** @throws HG_NOT_FOUND; HG_INPUT_FORMAT for what is no regular file. */
export function openFile(path: string): OpenedFile {
  const fd = open(path);
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${path}" as it must be a regular file`);
    return { path, fd, bytes: status.size, digest: digestOf(fd, status.size), close: () => closeSync(fd) };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function open(path: string): number {
  try {
    // O_NONBLOCK: a pipe or a device must not keep us waiting; it means nothing to a regular file.
    return openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new HorngateError(
      'HG_NOT_FOUND',
      `Cannot open "${path}" as it must be there and readable: ${code === 'ENOENT' ? 'no such file' : (code ?? 'unknown')}`,
    );
  }
}
