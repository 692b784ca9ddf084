import { type Dirent, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import { WHOLE } from './names.ts';

export interface Listed {
  /** Files of the model, relative to it; `.` where the model is one file. */
  readonly files: readonly string[];
  /** Files and folders that the signer or the caller asked not to look at. A folder stands for all that is in it. */
  readonly ignored: readonly string[];
}

export interface ListOptions {
  readonly ignore: readonly string[];
  readonly allowSymlinks: boolean;
}

const MAX_FILES = 200_000;

/**
 * The files of a model, as model-signing sees them: empty folders are no part of it, pipes, sockets and devices are an error, and links too unless they are
 * allowed; then a link to a file is that file, and one to a folder is still an error here, where upstream passes over it in silence.
 *
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT, HG_LIMIT_ENTRIES
 */
export function listFiles(root: string, options: ListOptions): Listed {
  const status = statSync(root, { throwIfNoEntry: false });
  if (status === undefined) throw new HorngateError('HG_NOT_FOUND', `Cannot open "${root}" as it must be there: no such file or folder`);
  if (status.isFile()) return { files: [WHOLE], ignored: [] };
  const ignore = new Set(options.ignore);
  const files: string[] = [];
  const ignored: string[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(root, folder)) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (ignore.has(path)) ignored.push(path);
      else if (entry.isDirectory()) folders.push(path);
      else files.push(expectFile(root, path, options.allowSymlinks));
    }
    if (files.length + folders.length > MAX_FILES)
      throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot look at "${root}" as it must have at most ${MAX_FILES} files`);
  }
  return { files, ignored };
}

function entriesOf(root: string, folder: string): Dirent[] {
  try {
    return readdirSync(join(root, folder), { withFileTypes: true });
  } catch (error) {
    throw new HorngateError('HG_NOT_FOUND', `Cannot list "${join(root, folder)}" as it must be a readable folder: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function expectFile(root: string, path: string, allowSymlinks: boolean): string {
  const full = join(root, path);
  const status = allowSymlinks ? statSync(full, { throwIfNoEntry: false }) : lstatSync(full, { throwIfNoEntry: false });
  if (status?.isFile()) return path;
  const found =
    status === undefined ? 'nothing there' : status.isSymbolicLink() ? 'a link' : status.isDirectory() ? 'a link to a folder' : 'a pipe, socket or device';
  throw new HorngateError('HG_INPUT_FORMAT', `Cannot use "${full}" in a signed model as it must be a regular file: it is ${found}`);
}
