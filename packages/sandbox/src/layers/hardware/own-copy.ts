import { randomUUID } from 'node:crypto';
import { chmodSync, constants, copyFileSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A copy of a folder's files, to be removed as soon as a guest has mapped them. */
export interface OwnCopy {
  readonly folder: string;
  remove(): void;
}

/**
 * Copies the files of a sealed folder beside it, so that what a guest maps is nobody else's page cache.
 *
 * Two processes that map one file share its pages, and each can time whether the other touched them (flush and reload). Files of their own have inodes of
 * their own, and the page cache goes by inode, also where the file system shares the blocks. A mapped file that is removed stays mapped: nothing is left behind.
 */
export function ownCopy(sealed: string): OwnCopy {
  const folder = join(dirname(sealed), `.${randomUUID()}`);
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { mode: 0o755 });
  chmodSync(folder, 0o755); // whatever the umask says
  try {
    for (const name of readdirSync(sealed)) if (statSync(join(sealed, name)).isFile()) copyInto(folder, sealed, name);
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}

function copyInto(folder: string, sealed: string, name: string): void {
  copyFileSync(join(sealed, name), join(folder, name), constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  chmodSync(join(folder, name), 0o444);
}
