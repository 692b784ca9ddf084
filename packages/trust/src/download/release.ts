import { randomUUID } from 'node:crypto';
import { closeSync, existsSync, linkSync, lstatSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PinnedFile } from '@horngate/core/confirm-hash';
import { HorngateError } from '@horngate/core/words';
import { hashFile } from './hash-file.ts';

/** What may leave: files that were confirmed, by their digests. */
export interface Confirmed {
  readonly kind: 'file' | 'folder';
  readonly folder: string;
  readonly files: readonly PinnedFile[];
}

/**
 * Copies confirmed files out of quarantine. Each is hashed as it is copied, so that what arrives is what was confirmed, whatever happened to it meanwhile; all arrive
 * at once, under their last name; nothing that is there is replaced.
 *
 * @throws HG_CONFLICT for an output that is there or cannot be written; HG_ARTIFACT_DIGEST for a file that changed in quarantine
 */
export function release({ kind, folder, files }: Confirmed, output: string): void {
  const place = resolve(output);
  const temporary = join(dirname(place), `.${basename(place).slice(0, 100)}.${randomUUID()}`);
  try {
    if (kind === 'file') for (const file of files) copyOne(join(folder, file.path), temporary, file);
    else copyAll(folder, files, temporary);
    arrive(kind, temporary, place);
  } catch (error) {
    throw error instanceof HorngateError
      ? error
      : cannotWrite(place, (error as NodeJS.ErrnoException).code === 'EEXIST' ? THERE : ((error as NodeJS.ErrnoException).code ?? 'it failed'));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function copyAll(folder: string, files: readonly PinnedFile[], temporary: string): void {
  mkdirSync(temporary, { mode: 0o755 });
  for (const file of files) {
    mkdirSync(dirname(join(temporary, file.path)), { recursive: true, mode: 0o755 });
    copyOne(join(folder, file.path), join(temporary, file.path), file);
  }
}

function copyOne(from: string, to: string, { path, sha256 }: PinnedFile): void {
  const fd = openSync(to, 'wx', 0o644);
  try {
    const found = hashFile(from, { to: fd }).sha256;
    if (found !== sha256) throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot take "${path}" out of quarantine as it must be ${sha256}: it is ${found}`);
  } finally {
    closeSync(fd);
  }
}

/** `link` and `mkdir` fail where something is, at the moment in which they act: no look beforehand could say so. */
function arrive(kind: Confirmed['kind'], temporary: string, place: string): void {
  if (kind === 'file') linkSync(temporary, place);
  else {
    mkdirSync(place);
    // Replaces the folder that we have just made, as long as it is empty.
    renameSync(temporary, place);
  }
}

/** Said before the download: nobody waits for hours to hear it. @throws HG_CONFLICT */
export function expectFree(place: string): void {
  if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) throw cannotWrite(place, THERE);
  if (!existsSync(dirname(place))) throw cannotWrite(place, 'its folder is not there');
}

const THERE = 'it is there, and is never replaced';

const cannotWrite = (place: string, found: string): HorngateError => new HorngateError('HG_CONFLICT', `Cannot write "${place}": ${found}`);
