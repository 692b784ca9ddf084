import { chmodSync, cpSync, lstatSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';

/** Whether a user who owns nothing here may pass to the path and read it: all files of a folder are taken to be like the folder. */
export function reaches(path: string, uid: number, write = false): boolean {
  const real = realpathSync(path);
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    if (!may(folder, uid, 1)) return false;
    if (folder === dirname(folder)) break;
  }
  return may(real, uid, (statSync(real).isDirectory() ? 5 : 4) | (write ? 2 : 0));
}

function may(path: string, uid: number, wanted: number): boolean {
  const { mode, uid: owner, gid } = statSync(path);
  const shift = owner === uid ? 6 : gid === uid ? 3 : 0;
  return ((mode >> shift) & wanted) === wanted;
}

const MAX_BYTES = 2 ** 30;
const MAX_FILES = 50_000;

export interface Copies {
  readonly list: readonly { readonly from: string; readonly to: string }[];
  remove(): void;
}

/**
 * Copies of files and folders in a folder that every user can read, for a guest that could not pass to them: nothing is followed out of what is named.
 *
 * @throws HG_UNAVAILABLE_STORE above 1 GiB or 50,000 files.
 */
export function copyFor(paths: readonly string[], runDir: string): Copies {
  if (paths.length === 0) return { list: [], remove: () => undefined };
  const root = mkdtempSync(join(runDir, 'copies-'));
  const remove = (): void => rmSync(root, { recursive: true, force: true });
  try {
    chmodSync(root, 0o755);
    const budget = { bytes: MAX_BYTES, files: MAX_FILES };
    const list = paths.map((path, index) => {
      const real = realpathSync(path);
      const from = join(root, `${index}-${basename(real)}`);
      count(real, budget, path);
      cpSync(real, from, { recursive: true, verbatimSymlinks: true });
      open(from);
      return { from, to: path };
    });
    return { list, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function count(path: string, budget: { bytes: number; files: number }, named: string): void {
  for (const pending = [path]; pending.length > 0; ) {
    const next = pending.pop() ?? '';
    const status = lstatSync(next);
    budget.files -= 1;
    budget.bytes -= status.isFile() ? status.size : 0;
    if (budget.files < 0 || budget.bytes < 0) throw unreachable(named, 'within 1 GiB to be copied');
    if (status.isDirectory()) for (const name of readdirSync(next)) pending.push(join(next, name));
    else if (!status.isFile() && !status.isSymbolicLink()) throw unreachable(named, 'of plain files and folders');
  }
}

/** Readable for everybody, as far as it was for its owner. */
function open(path: string): void {
  for (const pending = [path]; pending.length > 0; ) {
    const next = pending.pop() ?? '';
    const status = lstatSync(next);
    if (status.isSymbolicLink()) continue;
    const { mode } = status;
    chmodSync(next, (mode & 0o700) | ((mode & 0o500) >> 3) | ((mode & 0o500) >> 6));
    if (status.isDirectory()) for (const name of readdirSync(next)) pending.push(join(next, name));
  }
}

export const unreachable = (path: string, wanted: string): HorngateError =>
  new HorngateError('HG_UNAVAILABLE_STORE', `Cannot give "${path}" to a guest as it must be ${wanted}: it is not`);
