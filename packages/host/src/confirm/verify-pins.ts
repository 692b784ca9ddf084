import { statSync } from 'node:fs';
import { join } from 'node:path';
import { agrees, type ComparedFile, compareFiles, type Lock, type Pin, rootOf } from '@horngate/core/confirm-hash';
import { type Digest, HorngateError } from '@horngate/core/words';
import { areUnzipped, isModelsOwn } from '../model-files.ts';
import { openFile } from '../opened.ts';
import { filesBelow } from '../scan-files.ts';
import { placesOf } from './find-lock.ts';
import { type KnownFile, knownFile } from './known-file.ts';
import { placeOfPin, sha256OfText } from './lock-file.ts';
import { filesOf } from './pin-model.ts';

/** A pinned model beside what lies there. */
export interface VerifiedPin {
  readonly name: string;
  readonly path: string;
  readonly pinned: Digest;
  /** The root of what lies there, unlisted files left out; null where something is missing or a link. */
  readonly found: Digest | null;
  readonly same: boolean;
  readonly files: readonly ComparedFile[];
}

/** A file that no pin names, and what is known of it all the same. */
export interface UnpinnedFile {
  readonly path: string;
  readonly digest: Digest;
  readonly known: KnownFile | null;
}

export interface Verified {
  readonly pins: readonly VerifiedPin[];
  readonly unpinned: readonly UnpinnedFile[];
}

/**
 * Compares what lies there with what was pinned: all of the lock, or what the paths name: a pinned model, a file of one, or a folder in which some lie.
 *
 * @throws HG_NOT_FOUND for a path that is not there and that no pin names; HG_INPUT_FORMAT, HG_CONFLICT for what is no file or model
 */
export function verifyPins(lock: Lock, lockPath: string, paths: readonly string[]): Verified {
  const all = Object.entries(lock.models).map(([name, pin]) => ({ name, pin, place: placeOfPin(lockPath, pin) }));
  const chosen = paths.length === 0 ? all : all.filter(({ pin, place }) => paths.some((path) => meet(placesOf(path), placesOf(place), pin)));
  for (const { name, place } of chosen) expectOutside(lockPath, name, place);
  const pins = chosen.map(({ name, pin, place }) => verifyPin(name, pin, place));
  const told = new Set([...placesOf(lockPath), ...chosen.flatMap(({ pin, place }) => pin.files.flatMap((file) => filePlaces(pin, place, file.path)))]);
  const folders = chosen.flatMap(({ pin, place }) => (pin.kind === 'folder' ? placesOf(place) : []));
  const isTold = (path: string): boolean => placesOf(path).some((one) => told.has(one) || folders.some((folder) => one.startsWith(`${folder}/`)));
  const named = new Set(chosen.flatMap(({ place }) => placesOf(place)));
  const rest = paths.filter((path) => !placesOf(path).some((place) => named.has(place)));
  const files = [...new Set(rest.flatMap((path) => filesBelow([path])))];
  return { pins, unpinned: files.filter((path) => !isTold(path)).map(unpinned) };
}

/** @throws HG_USAGE_LOCK: whoever brings the folder would bring what vouches for it. */
function expectOutside(lock: string, name: string, place: string): void {
  if (!placesOf(lock).some((path) => placesOf(place).some((folder) => path.startsWith(`${folder}/`)))) return;
  throw new HorngateError('HG_USAGE_LOCK', `Cannot verify "${name}" by "${lock}" as a lock must lie outside of what it vouches for: it lies inside`);
}

/** A path names a pin; or lies in a pinned folder; or is a folder in which the pinned model lies. */
const meet = (path: readonly string[], pin: readonly string[], { kind }: Pin): boolean =>
  path.some((one) => pin.some((two) => one === two || two.startsWith(`${one}/`) || (kind === 'folder' && one.startsWith(`${two}/`))));

const filePlaces = ({ kind }: Pin, place: string, name: string): string[] => placesOf(kind === 'folder' ? join(place, name) : join(place, '..', name));

function verifyPin(name: string, pin: Pin, place: string): VerifiedPin {
  const files = compareFiles(pin.files, filesOf(place, pin.kind));
  return { name, path: place, pinned: pin.root, found: rootFound(pin.kind, files), same: agrees(files) && !files.some(addsTo(pin)), files };
}

/** A file that nobody pinned, and that would be loaded with those that are: to a folder others may be added. */
function addsTo({ kind, files }: Pin): (file: ComparedFile) => boolean {
  const unzipped = areUnzipped(files.map(({ path }) => path));
  return ({ path, state }) => state === 'unlisted' && (kind === 'file' || (unzipped && isModelsOwn(path)));
}

function rootFound(kind: Pin['kind'], files: readonly ComparedFile[]): Digest | null {
  const there = files.filter(({ state }) => state !== 'unlisted');
  if (there.some(({ found }) => found === null)) return null;
  return rootOf(
    kind,
    there.flatMap(({ path, found }) => (found === null ? [] : [{ path, ...found }])),
    sha256OfText,
  );
}

function unpinned(path: string): UnpinnedFile {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true)
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot verify "${path}" as it must be a regular file`);
  const { digest, close } = openFile(path);
  close();
  return { path, digest, known: knownFile(path) ?? null };
}
