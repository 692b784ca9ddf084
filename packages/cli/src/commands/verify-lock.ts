import { EMPTY_LOCK } from '@horngate/core/confirm-hash';
import { printable } from '@horngate/core/render';
import { describe, HorngateError } from '@horngate/core/words';
import { lockThatVouches, readLockFile, type UnpinnedFile, type Verified, type VerifiedPin, verifyPins } from '@horngate/host';
import type { Common, Surface } from '../command.ts';
import { knownText } from '../known-text.ts';

export interface VerifyLockOptions extends Common {
  readonly strict?: boolean;
}

/** `horngate verify [PATH…]` by the lock: all of it, or what the paths name. @returns 0 as pinned, 1 not. */
export function verifyLock(paths: readonly string[], options: VerifyLockOptions, surface: Surface): number {
  const lock = lockThatVouches(options.lock);
  if (lock === undefined && paths.length === 0)
    throw new HorngateError(
      'HG_NOT_FOUND',
      'Cannot verify as there must be a "horngate.lock" in the working folder or its repository, or paths: there is neither',
    );
  const verified = verifyPins(lock === undefined ? EMPTY_LOCK : readLockFile(lock), lock ?? '', paths);
  const refusal = refusalOf(verified, options.strict === true);
  surface.print(options.json ? document(lock, verified, refusal) : text(verified));
  if (lock !== undefined) surface.tell(`By "${lock}": what it pins is what somebody meant, and nothing is said of what that does`);
  if (refusal !== undefined) process.stderr.write(`${describe(refusal)}\n`);
  return refusal === undefined ? 0 : 1;
}

/** A digest that is another comes before what nobody vouches for. */
function refusalOf({ pins, unpinned }: Verified, strict: boolean): HorngateError | undefined {
  const other = pins.find(({ same }) => !same);
  if (other !== undefined)
    return new HorngateError('HG_ARTIFACT_DIGEST', `Cannot confirm "${other.name}" as it must be ${other.pinned}: it is ${other.found ?? 'not all there'}`);
  const impostor = unpinned.find(({ known }) => known?.same === false)?.known;
  if (impostor != null)
    return new HorngateError(
      'HG_ARTIFACT_DIGEST',
      `Cannot confirm "${impostor.name}" as ${impostor.publisher} publishes it with ${impostor.algorithm} ${impostor.digest}: it has ${impostor.found}`,
    );
  if (!strict) return undefined;
  const unlisted = pins.flatMap(({ name, files }) => files.filter(({ state }) => state === 'unlisted').map(({ path }) => `${name}: ${path}`));
  const first = [...unpinned.map(({ path }) => path), ...unlisted][0];
  return first === undefined ? undefined : new HorngateError('HG_REFUSED_PIN', `Cannot confirm "${first}" as a pin must name it: none does`);
}

function document(lock: string | undefined, { pins, unpinned }: Verified, refusal: HorngateError | undefined): string {
  const error = refusal === undefined ? null : { code: refusal.code, message: refusal.message };
  return `${JSON.stringify({ version: 1, lock: lock ?? null, confirmed: refusal === undefined, error, pins, unpinned })}\n`;
}

const text = ({ pins, unpinned }: Verified): string => [...pins.map(pinText), ...unpinned.map(unpinnedText)].join('');

function pinText({ name, path, pinned, found, same, files }: VerifiedPin): string {
  const head = same
    ? `as pinned  ${printable(name)} ${printable(path)} ${pinned}\n`
    : `DIFFERENT  ${printable(name)} ${printable(path)}: must be ${pinned}, is ${found ?? 'not all there'}\n`;
  const told = files.filter(({ state }) => state !== 'same');
  return (
    head +
    told.map(({ path: file, state, pinned: was, found: is }) => `  ${state.padEnd(8)} ${printable(file)}${side(', pinned', was)}${side(', is', is)}\n`).join('')
  );
}

const side = (word: string, file: { readonly size: number; readonly sha256: string } | null): string =>
  file === null ? '' : `${word} ${file.sha256} (${file.size} bytes)`;

const unpinnedText = ({ path, digest, known }: UnpinnedFile): string =>
  `no pin     ${printable(path)} ${digest}${known === null ? '' : `\n  ${knownText(known)}`}\n`;
