import type { HashOptions } from '../hashing/hash-files.ts';
import { byFile, changedFiles } from './difference.ts';
import type { ModelFile } from './open-file.ts';
import type { Signed } from './open-signature.ts';
import { sortOut } from './sort-out.ts';
import { type Verification, verificationOf } from './verification.ts';

export interface FileOptions {
  /** Files that are signed may be absent: those that are given are all that will be loaded. */
  readonly partial?: boolean;
  readonly onProgress?: HashOptions['onProgress'];
}

/**
 * Compares files that somebody opened with what was signed: the bytes that are verified are those of these descriptors. Each must be listed.
 *
 * @param files - paths relative to the model, or `.` for a model of one file.
 */
export async function verifyFiles(signed: Signed, files: readonly ModelFile[], { partial = false, onProgress }: FileOptions = {}): Promise<Verification> {
  const listed = byFile(signed.manifest);
  const { known, missing, unlisted } = sortOut(
    files.map(({ path }) => path),
    listed,
  );
  const here = new Set(known);
  const changed = await changedFiles(
    files.filter(({ path }) => here.has(path)),
    listed,
    signed.manifest.serialization,
    onProgress,
  );
  return verificationOf(signed, { differences: [...unlisted, ...(partial ? [] : missing), ...changed], ignored: [], warnings: [] });
}
