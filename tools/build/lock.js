import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;

/**
 * Runs `work` alone among processes, by a folder that only one of them can make. `done` ends the wait of the others early.
 * The lock only saves work: whoever waits too long works beside its owner, so nothing that it guards may depend on it.
 * @template T
 * @param {string} folder
 * @param {() => T | undefined} done
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function alone(folder, done, work) {
  const until = Date.now() + PATIENCE_MS;
  while (!take(folder)) {
    const result = done();
    if (result !== undefined) return result;
    if (isStale(folder)) rmSync(folder, { recursive: true, force: true });
    else if (Date.now() > until) return work();
    else await sleep(20);
  }
  try {
    return done() ?? (await work());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} folder */
function take(folder) {
  try {
    mkdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(join(folder, 'pid'), String(process.pid));
  return true;
}

/**
 * A lock whose owner is gone. Between mkdir and the pid's being written it has no owner to be seen: then its age decides.
 * @param {string} folder
 */
function isStale(folder) {
  try {
    const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
    if (Number.isInteger(pid) && pid > 0) return !isAlive(pid);
    return Date.now() - statSync(folder).mtimeMs > 5_000;
  } catch {
    return ageOf(folder) > 5_000;
  }
}

/** @param {string} folder */
function ageOf(folder) {
  return Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM'; // somebody else's process, but there
  }
}

/** @param {unknown} error */
export function codeOf(error) {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
