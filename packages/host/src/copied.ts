import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';
import { openOwn } from './store/programs.ts';

/**
 * A file of a guest's folder under the name that the caller wants, whole or not at all: no link is followed on the way.
 *
 * @param look - sees the copy before it gets its name, and may refuse it.
 * @throws HG_CONFLICT where it cannot be written.
 */
export async function placeCopy(folder: string, name: string, to: string, look?: (partial: string) => Promise<void>): Promise<void> {
  const partial = `${to}.${randomUUID()}`;
  const from = openOwn(folder, name);
  try {
    written(to, () => copyInto(from, partial));
    await look?.(partial);
    written(to, () => renameSync(partial, to));
  } finally {
    closeSync(from);
    rmSync(partial, { force: true });
  }
}

function written(to: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw new HorngateError('HG_CONFLICT', `Cannot write "${to}": ${(error as NodeJS.ErrnoException).code}`);
  }
}

function copyInto(from: number, path: string): void {
  const to = openSync(path, 'wx', 0o644);
  try {
    const piece = new Uint8Array(2 ** 20);
    for (let count = readSync(from, piece); count > 0; count = readSync(from, piece))
      for (let done = 0; done < count; ) done += writeSync(to, piece, done, count - done);
  } finally {
    closeSync(to);
  }
}
