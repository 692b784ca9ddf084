import { readStatement } from '../envelope/statement.ts';
import { readBundle } from './bundle.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { prove } from './prove.ts';
import type { Signer, Trust } from './signer.ts';

/** A manifest whose signer is proved. Whether the files are those of the manifest is not said yet. */
export interface Signed {
  readonly manifest: Manifest;
  readonly signer: Signer;
  readonly warnings: readonly string[];
}

export interface SignatureLimits {
  /** Of the bundle; 16 MiB where it is absent. */
  readonly maxBytes?: number;
  /** Of the manifest; 100,000 where it is absent. */
  readonly maxResources?: number;
}

/**
 * Reads a `model.sig` by somebody else and proves who signed it, first the signature, then what it says.
 *
 * @throws HG_REFUSED_SIGNATURE, HG_ARTIFACT_JSON, HG_ARTIFACT_FIELD, HG_LIMIT_BYTES, HG_LIMIT_DEPTH, HG_LIMIT_ENTRIES; HG_INPUT_FORMAT for a key of the caller's.
 */
export async function openSignature(bytes: Uint8Array, trust: Trust, limits: SignatureLimits = {}): Promise<Signed> {
  const bundle = readBundle(bytes, limits.maxBytes);
  const { signer, warnings } = await prove(bundle, trust);
  return { manifest: readManifest(readStatement(bundle.envelope.payload), limits.maxResources), signer, warnings };
}
