import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { HorngateError } from '@horngate/core/words';

/**
 * Checks that a user may pass through every folder on the way to `folder`.
 *
 * @param uid - user and group of a guest; null: it is the parent's own user.
 * @throws HG_UNAVAILABLE_STORE naming the folder that stands in the way.
 */
export function checkReach(folder: string, uid: number | null): void {
  if (uid === null) return;
  for (let path = folder; ; path = dirname(path)) {
    const { mode, uid: owner, gid } = statSync(path);
    const search = owner === uid ? 0o100 : gid === uid ? 0o010 : 0o001;
    if ((mode & search) === 0) throw blocked(folder, path, uid, mode);
    if (path === dirname(path)) return;
  }
}

function blocked(folder: string, path: string, uid: number, mode: number): HorngateError {
  return new HorngateError(
    'HG_UNAVAILABLE_STORE',
    `Cannot keep guests in "${folder}" as user ${uid} must be able to pass "${path}": found mode 0${(mode & 0o7777).toString(8)}; set HORNGATE_HOME to another folder`,
  );
}
