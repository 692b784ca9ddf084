import { dirname } from 'node:path';
import type { Pin, PinnedFile } from '@horngate/core/confirm-hash';
import { HorngateError } from '@horngate/core/words';
import { isModelsOwn } from '../model-files.ts';
import type { OpenedFile, OpenedPart } from '../opened.ts';
import type { HostOptions } from '../options.ts';
import { type LockInForce, locksInForce, lockThatVouches, placesOf } from './find-lock.ts';
import { placeOfPin, readLockFile } from './lock-file.ts';

/**
 * Asks every lock in force about a model that was opened: each of its files that is pinned anywhere must be the one that was pinned; a model that is pinned must be
 * exactly that; and a lock that was named must pin it.
 *
 * @param file - its digests are those of the descriptors from which it is read: between this and the reading nothing is looked up by name again.
 * @throws HG_ARTIFACT_DIGEST with both digests, HG_REFUSED_PIN, HG_USAGE_LOCK, HG_NOT_FOUND for a lock that was named
 */
export function requirePinned(file: OpenedFile, { lock }: Pick<HostOptions, 'lock'>): void {
  for (const inForce of locksInForce(file.path, lock)) agreeWith(inForce, file);
}

/** Whether the lock that vouches pins this model, with which it agrees: one beside the model does not vouch. @throws as `requirePinned` */
export function isPinned(file: OpenedFile, { lock }: Pick<HostOptions, 'lock'>): boolean {
  const path = lockThatVouches(lock);
  return path !== undefined && agreeWith({ path, named: lock !== undefined }, file);
}

/** @returns whether it pins the model. */
function agreeWith({ path, named }: LockInForce, file: OpenedFile): boolean {
  const model = modelOf(file);
  let pinned = false;
  for (const [name, pin] of Object.entries(readLockFile(path).models)) {
    const pins = pinnedPlaces(path, pin);
    const told = `"${name}" of "${path}"`;
    for (const part of model.parts) expectListed(file.path, told, part, pins.listed);
    if (!pins.covers(model.places)) continue;
    expectWhole(file.path, told, model, pin, pins);
    pinned = true;
  }
  if (named && !pinned)
    throw new HorngateError('HG_REFUSED_PIN', `Cannot use "${file.path}" as "${path}" must pin it: it does not, and the file is ${file.digest}`);
  return pinned;
}

interface PlacedPart extends Pick<OpenedPart, 'bytes' | 'digest'> {
  /** Absolute paths under which the file may be known. */
  readonly places: readonly string[];
}

interface Placed {
  readonly places: readonly string[];
  readonly parts: readonly PlacedPart[];
  /** Where the model is a folder, of which some files are the model's and others are not. */
  readonly folder: string | undefined;
}

function modelOf({ path, parts, folder, bytes, digest }: OpenedFile): Placed {
  const places = placesOf(path);
  if (parts === undefined || folder === undefined) return { places, parts: [{ bytes, digest, places }], folder: undefined };
  return { places, parts: parts.map((part) => ({ ...part, places: [`${folder}/${part.path}`] })), folder: places.includes(folder) ? folder : undefined };
}

interface PinnedPlaces {
  /** By absolute path. */
  readonly listed: (path: string) => PinnedFile | undefined;
  /** What is pinned in a folder of the model: some of the pin's files. */
  readonly inside: (folder: string) => readonly PinnedFile[];
  /** Whether the pin is of this model, or of a folder in which it lies. */
  readonly covers: (places: readonly string[]) => boolean;
}

function pinnedPlaces(lock: string, pin: Pin): PinnedPlaces {
  const places = placesOf(placeOfPin(lock, pin));
  const bases = (pin.kind === 'folder' ? places : places.map((place) => dirname(place))).map((base) => (base === '/' ? base : `${base}/`));
  const files = new Map(pin.files.map((file) => [file.path, file]));
  return {
    listed: (path) => bases.map((base) => (path.startsWith(base) ? files.get(path.slice(base.length)) : undefined)).find((file) => file !== undefined),
    inside: (folder) =>
      pin.files.filter(({ path }) => bases.some((base) => `${base}${path}`.startsWith(`${folder}/`) && isModelsOwn(`${base}${path}`.slice(folder.length + 1)))),
    covers: (others) => others.some((other) => places.includes(other) || (pin.kind === 'folder' && bases.some((base) => other.startsWith(base)))),
  };
}

const fileOf = (part: PlacedPart, listed: PinnedPlaces['listed']): PinnedFile | undefined => part.places.map(listed).find((file) => file !== undefined);

function expectListed(model: string, told: string, part: PlacedPart, listed: PinnedPlaces['listed']): void {
  const file = fileOf(part, listed);
  if (file === undefined || (file.sha256 === part.digest && file.size === part.bytes)) return;
  throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot use "${model}" as "${file.path}" must be ${file.sha256}, as ${told} pins it: it is ${part.digest}`);
}

/** No file that was not pinned, and none of the pinned ones left out: which files are there decides what the model computes. */
function expectWhole(path: string, told: string, { parts, folder }: Placed, pin: Pin, { listed, inside }: PinnedPlaces): void {
  const found = parts.map((part) => fileOf(part, listed));
  const strange = parts[found.indexOf(undefined)];
  if (strange !== undefined)
    throw new HorngateError(
      'HG_ARTIFACT_DIGEST',
      `Cannot use "${path}" as ${told} must pin "${strange.places[0]}": it does not, and the file is ${strange.digest}`,
    );
  // Of a pinned folder a person may take one file; of an unzipped model, and of what was pinned as one model, nothing may be left out.
  const wanted = folder !== undefined ? inside(folder) : pin.kind === 'file' ? pin.files : [];
  const left = wanted.find((file) => !found.includes(file));
  if (left !== undefined)
    throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot use "${path}" as "${left.path}" must be there, as ${told} pins it with ${left.sha256}: it is not`);
}
