import { isJsonArray, isJsonObject, type Json, type JsonObject } from '@horngate/core/artifact';
import { HorngateError } from '@horngate/core/words';
import { fetchJson } from './fetch-json.ts';
import type { Listing, Offered } from './listing.ts';
import type { Network } from './network.ts';
import { expectSafeNames } from './safe-names.ts';
import type { Source } from './source.ts';
import { unavailable } from './source-error.ts';

export const HUB = 'https://huggingface.co';
const MOST_FILES = 4096;

type HubSource = Extract<Source, { kind: 'hub' }>;

/**
 * The files of a repository at one commit. A branch or a tag is resolved to its commit first, and the files are asked for by that: they belong together, whatever
 * is pushed meanwhile.
 *
 * @see https://huggingface.co/docs/hub/api (GET /api/models/{repo}/revision/{revision}?blobs=true)
 * @throws HG_NOT_FOUND, HG_UNAVAILABLE_SOURCE, HG_REFUSED_SOURCE for names, HG_LIMIT_ENTRIES
 */
export async function listHub(source: HubSource, endpoint: string, token: string | undefined, network: Network): Promise<Listing> {
  const url = new URL(`${endpoint}/api/models/${source.repository}/revision/${encodeURIComponent(source.revision)}?blobs=true`);
  const answer = await fetchJson(url, token, network);
  const { sha, siblings } = isJsonObject(answer) ? answer : {};
  if (typeof sha !== 'string' || !/^[0-9a-f]{40}$/.test(sha) || siblings === undefined || !isJsonArray(siblings))
    throw unavailable(url, 'it names no commit and its files');
  if (siblings.length > MOST_FILES)
    throw new HorngateError('HG_LIMIT_ENTRIES', `Cannot get "${source.repository}" as it must have at most ${MOST_FILES} files: it has ${siblings.length}`);
  const base = `${endpoint}/${source.repository}/resolve/${sha}`;
  return chosen(
    source,
    sha,
    siblings.map((one) => offered(url, base, one)),
  );
}

function offered(listing: URL, base: string, value: Json): Offered {
  const { rfilename: path, size, lfs, blobId } = isJsonObject(value) ? value : ({} as JsonObject);
  if (typeof path !== 'string' || typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0)
    throw unavailable(listing, 'it lists a file without a name or a size');
  expectSafeNames([path]);
  const url = new URL(`${base}/${path.split('/').map(encodeURIComponent).join('/')}`);
  const { sha256 } = isJsonObject(lfs) ? lfs : {};
  if (typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)) return { path, url, size, sha256: `sha256:${sha256}` };
  // Every file is bound by something that the listing says: a source that names nothing could send each of us another file of the same size.
  if (typeof blobId === 'string' && /^[0-9a-f]{40}$/.test(blobId) && (lfs ?? null) === null) return { path, url, size, blob: blobId };
  throw unavailable(listing, 'it lists a file without a digest');
}

/** All of it, or the file or folder that was named; names in a folder are then relative to that. */
function chosen({ repository, path }: HubSource, revision: string, files: readonly Offered[]): Listing {
  const name = repository.split('/')[1] ?? repository;
  expectSafeNames(files.map((file) => file.path));
  if (path === undefined) return { revision, kind: 'folder', name, files: some(files, repository) };
  const last = path.split('/').at(-1) ?? path;
  const file = files.find((one) => one.path === path);
  if (file !== undefined) return { revision, kind: 'file', name: last, files: [{ ...file, path: last }] };
  const inside = files.filter((one) => one.path.startsWith(`${path}/`)).map((one) => ({ ...one, path: one.path.slice(path.length + 1) }));
  return { revision, kind: 'folder', name: last, files: some(inside, `${repository}/${path}`) };
}

function some(files: readonly Offered[], what: string): readonly Offered[] {
  if (files.length > 0) return files;
  throw new HorngateError('HG_NOT_FOUND', `Cannot get ${JSON.stringify(what)} as it must hold files: it holds none`);
}
