import { createHash } from 'node:crypto';
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type PinnedFile, rootOf } from '@horngate/core/confirm-hash';
import { type Digest, HorngateError } from '@horngate/core/words';
import { type Confirmation, type ConfirmedBy, confirm, covers } from './confirmation.ts';
import { fetchFile } from './fetch-file.ts';
import { type Hashed, hashFile } from './hash-file.ts';
import { listAddress } from './list-address.ts';
import { HUB, listHub } from './list-hub.ts';
import type { Listing, Offered } from './listing.ts';
import { type Network, networkOf } from './network.ts';
import { folderFor, openQuarantine, type Quarantine, type QuarantineRecord, writeRecord } from './quarantine.ts';
import { expectFree, release } from './release.ts';
import { readSource, type Source, sourceText } from './source.ts';
import { shown } from './source-error.ts';

export interface GetOptions extends Confirmation {
  /** Where quarantine lies: `HORNGATE_HOME`. */
  readonly home: string;
  /** Where it goes once confirmed. */
  readonly output?: string | undefined;
  /** The folder in which it then lies under the name that the source gives it; absent, and no `output`: it stays in quarantine, confirmed or not. */
  readonly into?: string | undefined;
  /** Bytes of all files together. */
  readonly maxBytes?: number | undefined;
  /** Sent to the origin of the source alone, over TLS alone. */
  readonly token?: string | undefined;
  /** Another hub that speaks the same. */
  readonly endpoint?: string | undefined;
  readonly network?: Partial<Network>;
  readonly onProgress?: (bytes: number, total: number | undefined, path: string) => void;
}

export interface Received extends Omit<QuarantineRecord, 'version'> {
  readonly id: string;
  /** The file or folder in quarantine; what is scanned while nothing confirms it. */
  readonly quarantined: string;
  readonly confirmedBy: readonly ConfirmedBy[];
  /** Where it went; null: it is in quarantine. */
  readonly output: string | null;
  /** Files that did not go with it, as the signature does not cover them. */
  readonly left: readonly string[];
}

export const DEFAULT_MAX_BYTES = 16 * 2 ** 30;

/**
 * Downloads a model to quarantine, and lets it out only where something that the caller trusts confirms it.
 *
 * @throws HG_USAGE_ARGUMENT, HG_REFUSED_SOURCE, HG_UNAVAILABLE_SOURCE, HG_NOT_FOUND, HG_AUTH_*, HG_LIMIT_*, HG_ARTIFACT_DIGEST, HG_CONFLICT, HG_UNAVAILABLE_STORE
 */
export async function get(text: string, options: GetOptions): Promise<Received> {
  const source = readSource(text);
  const endpoint = endpointOf(options.endpoint ?? HUB);
  expectSafeToken(options.token, source.kind === 'address' ? source.url : new URL(endpoint));
  if (options.output !== undefined) expectFree(resolve(options.output));
  const network = networkOf(options.network);
  const listing = source.kind === 'address' ? listAddress(source.url) : await listHub(source, endpoint, options.token, network);
  const output = outputOf(options, listing);
  if (output !== undefined) expectFree(output);
  // Files of two commits never lie in one folder.
  const place = source.kind === 'address' ? source.url.href : `${endpoint} ${listing.revision} ${sourceText(source)}`;
  const quarantine = openQuarantine(options.home, place);
  try {
    const record = await download(source, listing, quarantine, options, network);
    return await decide(record, quarantine, output, options);
  } finally {
    quarantine.close();
  }
}

const outputOf = ({ output, into }: GetOptions, { name }: Listing): string | undefined =>
  output !== undefined ? resolve(output) : into === undefined ? undefined : join(resolve(into), name);

async function decide(all: QuarantineRecord, quarantine: Quarantine, output: string | undefined, options: GetOptions): Promise<Received> {
  const quarantined = all.kind === 'file' ? join(quarantine.files, all.files[0]?.path ?? '') : quarantine.files;
  const confirmedBy = await confirm(all, quarantined, options);
  const { version: _, ...record } = all;
  const stays = { id: quarantine.id, ...record, quarantined, confirmedBy, output: null, left: [] };
  const files = record.files.filter(({ path }) => covers(confirmedBy, path));
  if (output === undefined || files.length === 0) return stays;
  release({ kind: record.kind, folder: quarantine.files, files }, output);
  rmSync(quarantine.folder, { recursive: true, force: true });
  const left = record.files.filter((file) => !files.includes(file)).map(({ path }) => path);
  return { ...stays, output, files, left, root: rootOf(record.kind, files, sha256OfText) };
}

async function download(source: Source, listing: Listing, quarantine: Quarantine, options: GetOptions, network: Network): Promise<QuarantineRecord> {
  const most = options.maxBytes ?? DEFAULT_MAX_BYTES;
  expectRoom(listing, most);
  const files: PinnedFile[] = [];
  for (const file of listing.files) {
    const left = most - files.reduce((sum, { size }) => sum + size, 0);
    const { size, sha256 } = await one(file, quarantine, { ...options, maxBytes: left }, network);
    files.push({ path: file.path, size, sha256 });
  }
  const { kind, revision } = listing;
  const record: QuarantineRecord = { version: 1, source: sourceText(source), revision, kind, root: rootOf(kind, files, sha256OfText), files };
  writeRecord(quarantine, record);
  return record;
}

/** One file, into quarantine: from the source, or from there where an earlier run brought it and something says which it must be. */
async function one(file: Offered, quarantine: Quarantine, { digest, pinned, token, maxBytes, onProgress }: GetOptions, network: Network): Promise<Hashed> {
  const place = join(quarantine.files, file.path);
  const asked = { blob: file.blob !== undefined };
  const kept = existsSync(place) ? hashFile(place, asked) : undefined;
  if (kept !== undefined && isKnown(file, kept, digest ?? pinned)) return kept;
  const partial = join(quarantine.partial, createHash('sha256').update(file.url.href).digest('hex').slice(0, 32));
  const wanted = { url: file.url, size: file.size, token, maxBytes: maxBytes ?? DEFAULT_MAX_BYTES };
  await fetchFile({ ...wanted, onProgress: (bytes, total) => onProgress?.(bytes, total, file.path) }, partial, network);
  const found = hashFile(partial, asked);
  if (!agrees(file, found)) {
    for (const path of [partial, `${partial}.etag`]) rmSync(path, { force: true });
    throw new HorngateError(
      'HG_ARTIFACT_DIGEST',
      `Cannot keep "${shown(file.url)}" as it must be ${file.sha256 ?? `git's blob ${file.blob}`}: it is ${file.sha256 === undefined ? found.blob : found.sha256}`,
    );
  }
  chmodSync(partial, 0o400);
  renameSync(partial, folderFor(place));
  rmSync(`${partial}.etag`, { force: true });
  return found;
}

/** A file of an address is only known by what the caller says; one of the hub also by its listing, at a commit. */
const isKnown = (file: Offered, kept: Hashed, wanted: Digest | undefined): boolean =>
  file.sha256 === undefined && file.blob === undefined ? kept.sha256 === wanted : agrees(file, kept);

const agrees = ({ size, sha256, blob }: Offered, found: Hashed): boolean =>
  (size === undefined || size === found.size) && (sha256 === undefined || sha256 === found.sha256) && (blob === undefined || blob === found.blob);

function expectRoom({ files, name }: Listing, maxBytes: number): void {
  const bytes = files.reduce((sum, { size = 0 }) => sum + size, 0);
  if (bytes > maxBytes)
    throw new HorngateError('HG_LIMIT_BYTES', `Cannot get "${name}" as it must have at most ${maxBytes} bytes (--max-bytes): it has ${bytes}`);
}

const sha256OfText = (text: string): Digest => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** @throws HG_USAGE_ARGUMENT */
function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '' && url.pathname === '/' && url.search === '')
    return url.origin;
  throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot use the endpoint as it must be an origin, such as "https://huggingface.co"');
}

/** What is in a token is nobody's business, in messages neither. @throws HG_USAGE_ARGUMENT */
function expectSafeToken(token: string | undefined, url: URL): void {
  if (token === undefined) return;
  if (url.protocol !== 'https:') throw new HorngateError('HG_USAGE_ARGUMENT', `Cannot send a token to "${url.origin}" as it must be asked by "https:"`);
  if (!/^[\x21-\x7e]{1,4096}$/.test(token))
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot use the token as it must be visible characters of ASCII alone');
}
