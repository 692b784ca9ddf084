import { type HashOptions, hashFiles, type Piece } from '../hashing/hash-files.ts';
import type { Manifest, Resource, Serialization } from './manifest.ts';
import type { ModelFile } from './open-file.ts';
import { countOf, piecesOf } from './pieces.ts';

/** `changed`: signed, and other bytes are there; `missing`: signed, and not there; `unlisted`: there, and nobody signed it. */
export interface Difference {
  readonly path: string;
  readonly kind: 'changed' | 'missing' | 'unlisted';
}

/** The resources of a manifest by file, then by place in it. */
export type ListedFiles = ReadonlyMap<string, ReadonlyMap<string, Resource>>;

const placeOf = ({ start, end }: { readonly start: number; readonly end: number }): string => `${start}:${end}`;

export function byFile({ resources }: Manifest): ListedFiles {
  const files = new Map<string, Map<string, Resource>>();
  for (const resource of resources) {
    const known = files.get(resource.path) ?? new Map<string, Resource>();
    files.set(resource.path, known.set(placeOf(resource), resource));
  }
  return files;
}

interface Wanted {
  readonly path: string;
  readonly digest: Buffer;
  readonly piece: Piece;
}

/**
 * Compares open files with what was signed of them. Only what is listed is hashed: how much work there is, and how many shards, follows from the files, never
 * from a `shard_size` of 1 in a signature.
 */
export async function changedFiles(
  files: readonly ModelFile[],
  listed: ListedFiles,
  serialization: Serialization,
  onProgress?: HashOptions['onProgress'],
): Promise<Difference[]> {
  const wanted = files.map((file) => wantedOf(file, listed.get(file.path), serialization));
  const all = wanted.flatMap((pieces) => pieces ?? []);
  const digests = await hashFiles(
    all.map(({ piece }) => piece),
    { algorithm: serialization.algorithm, ...(onProgress === undefined ? {} : { onProgress }) },
  );
  const changed = new Set(files.filter((_, index) => wanted[index] === undefined).map(({ path }) => path));
  for (const [index, { path, digest }] of all.entries()) if (!digests[index]?.equals(digest)) changed.add(path);
  return [...changed].map((path) => ({ path, kind: 'changed' }));
}

/** @returns undefined where the shards of the file cannot be those that are listed. */
function wantedOf(file: ModelFile, resources: ReadonlyMap<string, Resource> | undefined, serialization: Serialization): Wanted[] | undefined {
  if (countOf(file.bytes, serialization) !== (resources?.size ?? 0)) return undefined;
  const wanted: Wanted[] = [];
  for (const place of piecesOf(file, serialization)) {
    const resource = resources?.get(placeOf(place));
    if (resource === undefined) return undefined;
    wanted.push({ path: file.path, digest: resource.digest, piece: place.piece });
  }
  return wanted;
}
