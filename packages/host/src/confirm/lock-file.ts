import { randomUUID } from 'node:crypto';
import { closeSync, constants, existsSync, fstatSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { type DigestOfText, EMPTY_LOCK, type Lock, type Pin, readLock, writeLock } from '@horngate/core/confirm-hash';
import { asHorngateError, HorngateError } from '@horngate/core/words';
import { digestOfText } from '../digest.ts';
import { withoutLinks } from './find-lock.ts';

const MAX_BYTES = 16 * 2 ** 20;

export const sha256OfText: DigestOfText = (text) => `sha256:${digestOfText(text)}`;

/** Reads a lock. The host parses it itself, like a policy: it is the operator's own file, or can only refuse. @throws HG_NOT_FOUND, HG_USAGE_LOCK */
export function readLockFile(path: string): Lock {
  const bytes = bytesOf(path);
  try {
    return readLock(bytes, sha256OfText);
  } catch (error) {
    const { code, message, where } = asHorngateError(error);
    throw new HorngateError(code, `${message}, in "${path}"`, { where });
  }
}

export const readLockOrNone = (path: string): Lock => (existsSync(path) ? readLockFile(path) : EMPTY_LOCK);

/** Writes a lock, whole or not at all. @throws HG_CONFLICT */
export function writeLockFile(path: string, lock: Lock): void {
  const partial = `${path}.${randomUUID()}`;
  try {
    writeFileSync(partial, writeLock(lock), { flag: 'wx', mode: 0o644 });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw new HorngateError('HG_CONFLICT', `Cannot write "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** Where the model of a pin lies. */
export const placeOfPin = (lock: string, { path }: Pick<Pin, 'path'>): string => resolve(dirname(resolve(lock)), path);

/** How a lock writes where a model lies. @throws HG_USAGE_LOCK for a lock inside of the model: whoever brings the model would bring what vouches for it. */
export function pathInLock(lock: string, model: string): string {
  const path = relative(dirname(withoutLinks(lock)), withoutLinks(model))
    .split(sep)
    .join('/');
  if (path === '' || /^(?:\.\.\/)*\.\.$/.test(path))
    throw new HorngateError('HG_USAGE_LOCK', `Cannot pin "${model}" in "${lock}" as a lock must lie outside of what it vouches for: it lies inside`);
  return path;
}

function bytesOf(path: string): Uint8Array {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open the lock file "${path}": ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    const status = fstatSync(fd);
    if (status.isFile() && status.size <= MAX_BYTES) return readFileSync(fd);
    throw new HorngateError('HG_USAGE_LOCK', `Cannot read the lock file "${path}" as it must be a regular file of at most ${MAX_BYTES} bytes`);
  } finally {
    closeSync(fd);
  }
}
