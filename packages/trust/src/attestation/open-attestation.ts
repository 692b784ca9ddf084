import type { Attestation } from '@horngate/core/words';
import { readBundle } from '../model-signing/bundle.ts';
import { prove } from '../model-signing/prove.ts';
import type { Signer, Trust } from '../model-signing/signer.ts';
import { readAttestation } from './read-attestation.ts';

/** Proves who signed an attestation, then reads what it says. @throws HG_REFUSED_SIGNATURE, HG_ARTIFACT_JSON, HG_ARTIFACT_FIELD, HG_LIMIT_* */
export async function openAttestation(
  bytes: Uint8Array,
  trust: Trust,
): Promise<{ readonly attestation: Omit<Attestation, 'signings'>; readonly signer: Signer }> {
  const bundle = readBundle(bytes);
  const { signer } = await prove(bundle, trust);
  return { attestation: readAttestation(bundle.envelope.payload), signer };
}
