import type { Statement } from '../envelope/statement.ts';
import type { Algorithm } from '../hashing/algorithm.ts';
import { readManifestV1 } from './manifest-v1.ts';
import { readManifestV02 } from './manifest-v02.ts';
import type { Placed } from './order.ts';

/** https://github.com/sigstore/model-transparency: `_PREDICATE_TYPE` and `_PREDICATE_TYPE_COMPAT` of `model_signing/_signing/signing.py`. */
export const PREDICATE_V1 = 'https://model_signing/signature/v1.0';
export const PREDICATE_V02 = 'https://model_signing/Digests/v0.1';

export const MAX_RESOURCES = 100_000;

/** How a model was taken apart to be hashed. */
export interface Serialization {
  readonly method: 'files' | 'shards';
  readonly algorithm: Algorithm;
  /** Bytes; 0 for files. */
  readonly shardSize: number;
  readonly allowSymlinks: boolean;
  readonly ignorePaths: readonly string[];
}

/** A file or a shard of it with its digest; for a file `start` and `end` are 0. */
export interface Resource extends Placed {
  readonly digest: Buffer;
}

/** What was signed: a model as a list of digests. */
export interface Manifest {
  readonly format: 'v1.0' | 'v0.2';
  /** The folder or file as it was called when it was signed; v0.2 does not say. */
  readonly name: string | undefined;
  /** SHA-256 over all digests, which names the model as a whole. */
  readonly root: string;
  readonly serialization: Serialization;
  readonly resources: readonly Resource[];
}

/** @throws HG_ARTIFACT_FIELD, HG_LIMIT_ENTRIES, HG_REFUSED_SIGNATURE for a root that is not that of the list. */
export function readManifest(statement: Statement, maxResources = MAX_RESOURCES): Manifest {
  const type = statement.predicateType.text();
  if (type === PREDICATE_V1) return readManifestV1(statement, maxResources);
  if (type === PREDICATE_V02) return readManifestV02(statement, maxResources);
  return statement.predicateType.fail(`"${PREDICATE_V1}"`);
}
