import { chownSync, copyFileSync, cpSync, lchownSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { checkReach } from '../staging/reach.ts';
import { unreachable } from './reachable.ts';

/** A folder in which a guest may write, for as long as it runs. */
export interface Lent {
  /** What stands in for it inside, where the guest's user could not pass to it. */
  readonly standIn?: string;
  giveBack(): void;
}

/**
 * Lets the guest's user write in a folder of root's; then it, and what was made in it, is its owner's again. What was in it before stays as it is.
 *
 * @param uid - user of the guest; null: it is the caller's own.
 * @param runDir - where a folder can stand in for one behind closed folders; null: nowhere, as the guest has no file system of its own.
 * @throws HG_UNAVAILABLE_STORE
 */
export function lend(folder: string | undefined, uid: number | null, runDir: string | null): Lent {
  if (folder === undefined || uid === null) return { giveBack: () => undefined };
  const { uid: owner, gid } = statSync(folder);
  lchownSync(folder, uid, uid);
  const giveBack = (): void => returnAll(folder, uid, owner, gid);
  try {
    checkReach(folder, uid);
    return { giveBack };
  } catch {
    giveBack();
    if (runDir !== null) return standIn(folder, uid, owner, gid, runDir);
    throw unreachable(folder, `in folders that user ${uid} can pass through, at L1`);
  }
}

function standIn(folder: string, uid: number, owner: number, group: number, runDir: string): Lent {
  const work = mkdtempSync(join(runDir, 'lent-'));
  cpSync(folder, work, { recursive: true, verbatimSymlinks: true });
  chownSync(work, uid, uid);
  const giveBack = (): void => {
    for (const path of below(work)) bringHome(path, join(folder, relative(work, path)), uid, owner, group);
    rmSync(work, { recursive: true, force: true });
  };
  return { standIn: work, giveBack };
}

/** Only plain files that the guest made: nothing of its making is followed, and nothing but a plain file gives way to them. */
function bringHome(from: string, to: string, uid: number, owner: number, group: number): void {
  const status = lstatSync(from);
  const there = lstatSync(to, { throwIfNoEntry: false });
  if (!status.isFile() || status.uid !== uid || (there !== undefined && !there.isFile())) return;
  copyFileSync(from, to);
  lchownSync(to, owner, group);
}

function returnAll(folder: string, from: number, owner: number, group: number): void {
  for (const path of [folder, ...below(folder)]) if (lstatSync(path, { throwIfNoEntry: false })?.uid === from) lchownSync(path, owner, group);
}

/** All that is in a folder; no link is followed. */
function below(folder: string): string[] {
  const found: string[] = [];
  for (const pending = [folder]; pending.length > 0; ) {
    const next = pending.pop() ?? '';
    if (next !== folder) found.push(next);
    if (lstatSync(next, { throwIfNoEntry: false })?.isDirectory() === true) for (const name of readdirSync(next)) pending.push(join(next, name));
  }
  return found;
}
