import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkReach } from '../staging/reach.ts';
import { unreachable } from './reachable.ts';

/**
 * Lets the guest's user write in a folder of root's for as long as the guest runs; then it, and what was made in it, is its owner's again.
 *
 * Only the folder itself changes hands: what was in it before stays as it is, readable or not.
 *
 * @param uid - user of the guest; null: it is the caller's own.
 */
export function lend(folder: string | undefined, uid: number | null): { giveBack(): void } {
  if (folder === undefined || uid === null) return { giveBack: () => undefined };
  const { uid: owner, gid } = statSync(folder);
  lchownSync(folder, uid, uid);
  const giveBack = (): void => returnAll(folder, uid, owner, gid);
  try {
    checkReach(folder, uid);
    return { giveBack };
  } catch {
    giveBack();
    throw unreachable(folder, `in folders that user ${uid} can pass through`);
  }
}

/** No link is followed: it is the name itself that changes hands. */
function returnAll(folder: string, from: number, owner: number, group: number): void {
  for (const pending = [folder]; pending.length > 0; ) {
    const next = pending.pop() ?? '';
    const status = lstatSync(next, { throwIfNoEntry: false });
    if (status === undefined) continue;
    if (status.uid === from) lchownSync(next, owner, group);
    if (status.isDirectory()) for (const name of readdirSync(next)) pending.push(join(next, name));
  }
}
