import { closeSync, constants, fstatSync, openSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { WHOLE } from './names.ts';

/** A file of a model that somebody opened: what `packages/host` calls a part. */
export interface ModelFile {
  /** Relative to the model, or `.` where it is one file. */
  readonly path: string;
  readonly fd: number;
  readonly bytes: number;
}

/** Opens a file of a model over no link, unless links are allowed; the caller closes it. @throws HG_NOT_FOUND, HG_INPUT_FORMAT */
export function openFile(root: string, path: string, allowSymlinks: boolean): ModelFile {
  const full = path === WHOLE ? root : join(root, path);
  // O_NONBLOCK: a pipe that took the file's place must not keep us waiting.
  const fd = open(full, constants.O_RDONLY | constants.O_NONBLOCK | (allowSymlinks || path === WHOLE ? 0 : constants.O_NOFOLLOW));
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${full}" as it must be a regular file`);
    if (!allowSymlinks && path !== WHOLE) expectPlace(fd, full, join(realpathSync(root), path));
    return { path, fd, bytes: status.size };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

function open(path: string, flags: number): number {
  try {
    return openSync(path, flags);
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot open "${path}" as it must be there and readable: ${(error as NodeJS.ErrnoException).code}`);
  }
}

/** A folder on the way may have become a link since it was listed: the kernel says where the descriptor really leads. */
function expectPlace(fd: number, path: string, wanted: string): void {
  if ((process.platform === 'linux' ? readlinkSync(`/proc/self/fd/${fd}`) : realpathSync(path)) === wanted) return;
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot open "${path}" as it must lie in its folder: it is reached over a link`);
}
