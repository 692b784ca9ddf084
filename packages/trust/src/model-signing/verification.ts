import type { Algorithm } from '../hashing/algorithm.ts';
import type { Difference } from './difference.ts';
import type { Signed } from './open-signature.ts';
import { comparePaths } from './order.ts';
import type { Signer } from './signer.ts';

/** What a verification found. `valid`: the signer is proved, and all that is there, but for what is ignored, is what was signed. */
export interface Verification {
  readonly valid: boolean;
  readonly signer: Signer;
  /** As the model was called when it was signed. */
  readonly name: string | undefined;
  readonly format: 'v1.0' | 'v0.2';
  readonly root: `sha256:${string}`;
  readonly method: 'files' | 'shards';
  readonly algorithm: Algorithm;
  /** How many files are signed. */
  readonly files: number;
  readonly differences: readonly Difference[];
  /** There, and nobody signed them. */
  readonly unlisted: readonly string[];
  /** There, and not looked at: named by the signed list, by the caller, or git's. */
  readonly ignored: readonly string[];
  /** The list that was signed. */
  readonly ignoreList: readonly string[];
  readonly warnings: readonly string[];
}

export interface Found {
  readonly differences: readonly Difference[];
  readonly ignored: readonly string[];
  readonly warnings: readonly string[];
  /** Differences that are no reason to refuse: files without bytes, in a signature by shards. */
  readonly harmless?: readonly string[];
}

export function verificationOf({ manifest, signer, warnings }: Signed, found: Found): Verification {
  const differences = [...found.differences].sort((a, b) => comparePaths(a.path, b.path));
  const unlisted = differences.filter(({ kind }) => kind === 'unlisted').map(({ path }) => path);
  return {
    valid: differences.length === 0,
    signer,
    name: manifest.name,
    format: manifest.format,
    root: `sha256:${manifest.root}`,
    method: manifest.serialization.method,
    algorithm: manifest.serialization.algorithm,
    files: new Set(manifest.resources.map(({ path }) => path)).size,
    differences,
    unlisted: [...unlisted, ...(found.harmless ?? [])],
    ignored: [...found.ignored].sort(comparePaths),
    ignoreList: manifest.serialization.ignorePaths,
    warnings: [...warnings, ...found.warnings],
  };
}
