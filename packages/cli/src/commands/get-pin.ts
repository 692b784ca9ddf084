import { basename, join } from 'node:path';
import { addPin, isPinName, type Pin } from '@horngate/core/confirm-hash';
import { type Digest, HorngateError } from '@horngate/core/words';
import { LOCK_NAME, lockThatVouches, pathInLock, placeOfPin, readLockOrNone, writeLockFile } from '@horngate/host';
import type { Received } from '@horngate/trust/download';

/** What `--pin NAME` means: a pin that is there and says what it must be, or one that is to be made. */
export interface PinTarget {
  readonly name: string;
  readonly lock: string;
  /** Of the pin that is there. */
  readonly root: Digest | undefined;
  readonly place: string | undefined;
}

/** @throws HG_USAGE_ARGUMENT, HG_USAGE_LOCK */
export function pinTarget(name: string, given: string | undefined): PinTarget {
  if (!isPinName(name)) throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot pin "${name}" as a name must be of letters, digits, ".", "_", "-" and "/"`);
  const lock = lockThatVouches(given) ?? given ?? join(process.cwd(), LOCK_NAME);
  const { models } = readLockOrNone(lock);
  const pin = Object.hasOwn(models, name) ? models[name] : undefined;
  return { name, lock, root: pin?.root, place: pin === undefined ? undefined : placeOfPin(lock, pin) };
}

/** Pins what left quarantine, by the digests under which it left; a pin that was there stays as it is. @returns whether the lock changed */
export function pinReceived(
  { name, lock, root }: PinTarget,
  { output, kind, source, revision, root: found, files }: Received & { readonly output: string },
): boolean {
  if (root !== undefined) return false;
  const renamed = kind === 'file' ? files.map((file) => ({ ...file, path: basename(output) })) : files;
  const pin: Pin = { path: pathInLock(lock, output), kind, source, revision, root: found, files: renamed, signature: null, previous: null };
  writeLockFile(lock, addPin(readLockOrNone(lock), name, pin));
  return true;
}
