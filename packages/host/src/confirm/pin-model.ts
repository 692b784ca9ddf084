import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { byPath, type FoundFile, type Pin, type PinnedFile, rootOf } from '@horngate/core/confirm-hash';
import { HorngateError } from '@horngate/core/words';
import { modelFiles } from '../model-files.ts';
import { openFile, openInside } from '../opened.ts';
import { pathInLock, sha256OfText } from './lock-file.ts';

/**
 * A model as it is now, to be pinned: one file; an architecture with its weights; or a folder with all that is in it.
 *
 * @throws HG_NOT_FOUND, HG_INPUT_FORMAT for a link or what is no file, HG_USAGE_LOCK for a lock inside of the model
 */
export function pinModel(path: string, lock: string): Pin {
  const kind = kindOf(path);
  const files = filesOf(path, kind).map(({ path: name, found }): PinnedFile => {
    if (found === null) throw new HorngateError('HG_INPUT_FORMAT', `Cannot pin "${path}" as "${name}" must be a regular file: it is a link, or none`);
    return { path: name, ...found };
  });
  if (files.length === 0) throw new HorngateError('HG_INPUT_FORMAT', `Cannot pin "${path}" as a folder must hold files: it holds none`);
  const root = rootOf(kind, files, sha256OfText);
  return { path: pathInLock(lock, path), kind, source: null, revision: null, root, files, signature: null, previous: null };
}

function kindOf(path: string): Pin['kind'] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) throw new HorngateError('HG_NOT_FOUND', `Cannot open "${path}" as it must be there: no such file`);
  return status.isDirectory() ? 'folder' : 'file';
}

/** What lies at a pinned place, each file opened once and hashed; a link is named and not followed. Empty where nothing is there. */
export function filesOf(path: string, kind: Pin['kind']): FoundFile[] {
  const status = statSync(path, { throwIfNoEntry: false });
  if (status === undefined) return [];
  if (kind === 'folder') return status.isDirectory() ? inFolder(realpathSync(path)) : [];
  if (status.isDirectory()) return [{ path: basename(path), found: null }];
  const together = modelFiles(path);
  if (together === undefined) return [alone(path)];
  const root = realpathSync(dirname(path));
  return together.names.map((name) => inside(root, name));
}

function alone(path: string): FoundFile {
  const { bytes, digest, close } = openFile(path);
  close();
  return { path: basename(path), found: { size: bytes, sha256: digest } };
}

const inFolder = (root: string): FoundFile[] =>
  namesIn(root, '')
    .sort(byPath)
    .map((name) => inside(root, name));

function inside(root: string, name: string): FoundFile {
  if (!lstatSync(join(root, name)).isFile()) return { path: name, found: null };
  const { bytes, digest, close } = openInside(root, name);
  close();
  return { path: name, found: { size: bytes, sha256: digest } };
}

/** All that is in a folder but folders, which are no part of a model. */
function namesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    return entry.isDirectory() ? namesIn(root, name) : [name];
  });
}
