import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { HorngateError } from '@horngate/core/words';

const PATIENCE_MS = 120_000;

/**
 * Runs `work` while no other process of ours does, by a file that names who has its turn. A turn whose process is gone is over.
 *
 * It only saves work: what is made is renamed into place, so that two at once would do no harm.
 *
 * @throws HG_UNAVAILABLE_STORE after two minutes.
 */
export async function inTurn<T>(path: string, work: () => T): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; !take(path); await wait(20)) {
    if (Date.now() > end) throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot wait for the other process as "${path}" must be given up: it still holds`);
    if (!alive(path)) rmSync(path, { force: true });
  }
  try {
    return work();
  } finally {
    rmSync(path, { force: true });
  }
}

function take(path: string): boolean {
  try {
    const fd = openSync(path, 'wx', 0o600);
    writeSync(fd, String(process.pid));
    closeSync(fd);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new HorngateError('HG_UNAVAILABLE_STORE', `Cannot write "${path}": ${(error as Error).message}`);
  }
}

function alive(path: string): boolean {
  try {
    const pid = Number(readFileSync(path, 'utf8'));
    // Empty: it was made this moment, and its process has not yet written who it is.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' || (error as NodeJS.ErrnoException).code === 'ENOENT';
  }
}
