import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { HorngateError } from '@horngate/core/words';

export const LOCK_NAME = 'horngate.lock';

/**
 * The lock of a folder: in it, or in its parents up to the root of the repository, which has `.git`. Where there is no repository, up to the first parent that
 * others can write to, such as `/tmp`: what lies there is anybody's.
 */
export function findLock(folder: string): string | undefined {
  const folders = [...upwards(resolve(folder))];
  const root = folders.findIndex((one) => existsSync(join(one, '.git')));
  const strange = folders.findIndex((one, index) => index > 0 && !isOurs(one));
  const end = root >= 0 ? root + 1 : strange >= 0 ? strange : folders.length;
  return folders
    .slice(0, end)
    .map((one) => join(one, LOCK_NAME))
    .find((path) => existsSync(path));
}

function* upwards(folder: string): Generator<string> {
  yield folder;
  const parent = dirname(folder);
  if (parent !== folder) yield* upwards(parent);
}

/** A lock that has something to say when a model is loaded. */
export interface LockInForce {
  readonly path: string;
  /** By the caller: then it must pin the model. One that was found can only hold what it pins. */
  readonly named: boolean;
}

/**
 * The locks that a model must agree with: the one that was named; else that of the working folder, and that of the folder in which the model lies. The last may
 * come from whoever made the model: it can refuse the model, and nothing that agrees with it is believed for that.
 */
export function locksInForce(model: string, named: string | undefined, cwd: string = process.cwd()): LockInForce[] {
  if (named !== undefined) return [{ path: named, named: true }];
  const folders = [cwd, ...placesOf(model).map((place) => dirname(place))];
  const found = folders.map(findLock).filter((path) => path !== undefined);
  return [...new Set(found)].map((path) => ({ path, named: false }));
}

/**
 * The lock that vouches: the one that was named, else that of the working folder; never one beside a model. Found, it must be ours: in a folder that others write
 * to, anybody could vouch.
 *
 * @throws HG_USAGE_LOCK
 */
export function lockThatVouches(named: string | undefined, cwd: string = process.cwd()): string | undefined {
  const path = named ?? findLock(cwd);
  if (named === undefined && path !== undefined) expectOurs(path);
  return path;
}

function expectOurs(path: string): void {
  if (isOurs(path)) return;
  throw new HorngateError(
    'HG_USAGE_LOCK',
    `Cannot use "${path}" as a lock that was found must be yours, and written by nobody else: name it with "--lock" to trust it`,
  );
}

/** Whether this user or root owns it, and not everybody may write it. */
function isOurs(path: string): boolean {
  const { uid, mode } = statSync(path);
  return (process.getuid === undefined || uid === process.getuid() || uid === 0) && (mode & 0o002) === 0;
}

/** Names of one place: as it was given, without links on the way, and without a link at its end; in the case of the disk, where that does not matter. */
export function placesOf(path: string): string[] {
  const given = resolve(path);
  return [...new Set([given, ...[() => withoutLinks(given), () => realpathSync.native(given)].flatMap(tried)])];
}

/** A path without links on the way; what is at its end may be one. */
export const withoutLinks = (path: string): string => join(realpathSync.native(dirname(resolve(path))), basename(resolve(path)));

function tried(find: () => string): string[] {
  try {
    return [find()];
  } catch {
    return []; // what is not there has no other name
  }
}
