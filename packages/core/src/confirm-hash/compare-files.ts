import type { Digest } from '../words/artifact.ts';
import type { PinnedFile } from './lock.ts';
import { byPath } from './root.ts';

/** A file of a pin beside the one that is there. `size` and `sha256` are null where they were not looked at: what is a link is not followed. */
export interface ComparedFile {
  readonly path: string;
  readonly state: 'same' | 'changed' | 'missing' | 'link' | 'unlisted';
  readonly pinned: { readonly size: number; readonly sha256: Digest } | null;
  readonly found: { readonly size: number; readonly sha256: Digest } | null;
}

/** What lies there: a regular file with its digest, or what is none (a link, a pipe). */
export interface FoundFile {
  readonly path: string;
  readonly found: { readonly size: number; readonly sha256: Digest } | null;
}

/** File by file, in the order of paths: which are as they were pinned, which are not, and which nobody pinned. */
export function compareFiles(pinned: readonly PinnedFile[], there: readonly FoundFile[]): readonly ComparedFile[] {
  const byName = new Map(there.map((file) => [file.path, file]));
  const listed = new Set(pinned.map(({ path }) => path));
  const compared = pinned.map((pin): ComparedFile => {
    const file = byName.get(pin.path);
    return { path: pin.path, state: stateOf(pin, file), pinned: { size: pin.size, sha256: pin.sha256 }, found: file?.found ?? null };
  });
  const unlisted = there.filter(({ path }) => !listed.has(path)).map(({ path, found }): ComparedFile => ({ path, state: 'unlisted', pinned: null, found }));
  return [...compared, ...unlisted].sort((a, b) => byPath(a.path, b.path));
}

function stateOf(pin: PinnedFile, file: FoundFile | undefined): ComparedFile['state'] {
  if (file === undefined) return 'missing';
  if (file.found === null) return 'link';
  return file.found.size === pin.size && file.found.sha256 === pin.sha256 ? 'same' : 'changed';
}

/** Whether a model is what was pinned: an unlisted file is named, and refused by `--strict` alone. */
export const agrees = (files: readonly ComparedFile[]): boolean => files.every(({ state }) => state === 'same' || state === 'unlisted');
