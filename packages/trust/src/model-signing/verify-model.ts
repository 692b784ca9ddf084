import { closeSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { refuse } from '../envelope/refuse.ts';
import type { HashOptions } from '../hashing/hash-files.ts';
import { byFile, changedFiles, type Difference, type ListedFiles } from './difference.ts';
import { ignoredPaths, placeInside } from './ignored.ts';
import { listFiles } from './list-files.ts';
import type { Serialization } from './manifest.ts';
import { type ModelFile, openFile } from './open-file.ts';
import type { Signed } from './open-signature.ts';
import { sortOut } from './sort-out.ts';
import { type Verification, verificationOf } from './verification.ts';

export interface VerifyOptions {
  /** Where the signature lies: inside the model it is no part of it. */
  readonly signaturePath?: string;
  /** Paths in the model that the caller does not want to be looked at. */
  readonly ignore?: readonly string[];
  /** Refuses an ignore list beyond the signature and git's names, links, and files without bytes that no shard covers. */
  readonly strict?: boolean;
  readonly onProgress?: HashOptions['onProgress'];
}

/**
 * Compares the files of a folder, or one file, with what was signed. What is loaded later must be the same bytes: see `verifyFiles`.
 *
 * @throws HG_REFUSED_SIGNATURE, HG_NOT_FOUND, HG_INPUT_FORMAT for links, pipes and devices, HG_LIMIT_ENTRIES
 */
export async function verifyModel(signed: Signed, root: string, options: VerifyOptions = {}): Promise<Verification> {
  const { serialization } = signed.manifest;
  const strict = options.strict === true;
  if (strict && serialization.allowSymlinks) refuse('Cannot use a signature as it must not follow links: it allows them');
  const { paths, warnings } = ignoredPaths(serialization.ignorePaths, { own: ownOf(root, options), strict });
  const { files, ignored } = listFiles(root, { ignore: paths, allowSymlinks: serialization.allowSymlinks });
  const listed = byFile(signed.manifest);
  const { known, missing, unlisted } = sortOut(files, listed);
  const { empty, extra } = withoutBytes(root, unlisted, serialization, strict);
  const changed = await changedIn(root, known, listed, serialization, options.onProgress);
  const differences = [...missing, ...extra, ...changed];
  return verificationOf(signed, { differences, ignored, harmless: empty, warnings: [...warnings, ...aboutName(signed, root), ...aboutEmpty(empty)] });
}

function ownOf(root: string, { signaturePath, ignore = [] }: VerifyOptions): string[] {
  const place = signaturePath === undefined ? undefined : placeInside(root, signaturePath);
  return [...ignore, ...(place === undefined ? [] : [place])];
}

const aboutName = ({ manifest: { name } }: Signed, root: string): string[] =>
  name === undefined || name === basename(resolve(root)) ? [] : [`Signed under the name "${name}": a name is not proved by its files`];

const aboutEmpty = (empty: readonly string[]): string[] =>
  empty.length === 0 ? [] : ['Files without bytes have no shard, so that nobody signed them and nobody would miss them'];

/** Upstream does not see a file without bytes in a signature by shards. */
function withoutBytes(
  root: string,
  unlisted: readonly Difference[],
  { method, allowSymlinks }: Serialization,
  strict: boolean,
): { readonly empty: string[]; readonly extra: Difference[] } {
  if (method === 'files' || strict) return { empty: [], extra: [...unlisted] };
  const isEmpty = ({ path }: Difference): boolean => {
    const file = openFile(root, path, allowSymlinks);
    closeSync(file.fd);
    return file.bytes === 0;
  };
  const empty = unlisted.filter(isEmpty);
  return { empty: empty.map(({ path }) => path), extra: unlisted.filter((one) => !empty.includes(one)) };
}

/** Descriptors open at once: a process has 1,024 by default. */
const BATCH = 256;

async function changedIn(
  root: string,
  paths: readonly string[],
  listed: ListedFiles,
  serialization: Serialization,
  onProgress: HashOptions['onProgress'],
): Promise<Difference[]> {
  const changed: Difference[] = [];
  let before = 0;
  for (let first = 0; first < paths.length; first += BATCH) {
    const files: ModelFile[] = [];
    try {
      for (const path of paths.slice(first, first + BATCH)) files.push(openFile(root, path, serialization.allowSymlinks));
      const done = before;
      changed.push(...(await changedFiles(files, listed, serialization, onProgress && ((bytes) => onProgress(done + bytes)))));
      before += files.reduce((sum, { bytes }) => sum + bytes, 0);
    } finally {
      for (const { fd } of files) closeSync(fd);
    }
  }
  return changed;
}
