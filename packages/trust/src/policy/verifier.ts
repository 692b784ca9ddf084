import { asHorngateError, type ProvedSignature, type SignatureVerifier, type SignedFiles, type Signing, type TrustPolicy } from '@horngate/core/words';
import { readAttestation } from '../attestation/read-attestation.ts';
import { readStatement } from '../envelope/statement.ts';
import { type Bundle, readBundle } from '../model-signing/bundle.ts';
import { byFile } from '../model-signing/difference.ts';
import { type Manifest, readManifest } from '../model-signing/manifest.ts';
import { prove } from '../model-signing/prove.ts';
import { sortOut } from '../model-signing/sort-out.ts';
import { verifyFiles } from '../model-signing/verify-files.ts';
import { signingOf, trustOf } from './trust-of.ts';

/** Signatures and attestations by those whom the operator's policy knows. Whatever a file of somebody else's says, the answer is who of them stands behind it, or why nobody. */
export const signatureVerifier: SignatureVerifier = {
  async model(signature, signers, files) {
    const { bundle, signings, why } = await proveBy(signature, signers);
    if (bundle === undefined || signings.length === 0) return { signings: [], missing: [], why };
    return tried<ProvedSignature>(why, { signings: [], missing: [], why }, async () =>
      holdsFor(readManifest(readStatement(bundle.envelope.payload)), files, { signings, why }),
    );
  },

  async attestation(bytes, signers) {
    const { bundle, signings, why } = await proveBy(bytes, signers);
    if (bundle === undefined || signings.length === 0) return { why };
    return tried<Proved>(why, { why }, async () => ({ attestation: { ...readAttestation(bundle.envelope.payload), signings }, why: [] }));
  },
};

type Proved = Awaited<ReturnType<SignatureVerifier['attestation']>>;

/** Nothing that a foreign file says ends a load by itself: it proves nothing, and says why. */
async function tried<T>(why: string[], otherwise: T, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    why.push(asHorngateError(error).message);
    return otherwise;
  }
}

interface ProvedBundle {
  readonly bundle: Bundle | undefined;
  readonly signings: Signing[];
  /** For each signer of the policy, why it is not by that one; of interest where it is by nobody. */
  readonly why: string[];
}

async function proveBy(bytes: Uint8Array, signers: TrustPolicy['signers']): Promise<ProvedBundle> {
  const why: string[] = [];
  const bundle = await tried<Bundle | undefined>(why, undefined, async () => readBundle(bytes));
  const signings: Signing[] = [];
  if (bundle !== undefined)
    for (const [by, signer] of Object.entries(signers))
      await tried<void>(why, undefined, async () => {
        const { signer: proved } = await prove(bundle, trustOf(signer, by));
        signings.push(signingOf(by, signer, proved, bundle));
      });
  return { bundle, signings, why: signings.length > 0 ? [] : why };
}

async function holdsFor(manifest: Manifest, given: SignedFiles, { signings, why }: Pick<ProvedSignature, 'signings' | 'why'>): Promise<ProvedSignature> {
  const fds = given.descriptors();
  const listed = byFile(manifest);
  const files = given.files.map(({ path, bytes }, index) => ({ path: given.alone && listed.has('.') ? '.' : path, bytes, fd: fds[index] as number }));
  const { missing } = sortOut(
    files.map(({ path }) => path),
    listed,
  );
  const signer = { mode: 'key', hint: '' } as const; // who it is was proved by name, above
  const { valid, differences } = await verifyFiles({ manifest, signer, warnings: [] }, files, { partial: true });
  if (valid) return { signings, missing: missing.map(({ path }) => path), why };
  const [first] = differences;
  return { signings: [], missing: [], why: [...why, `the signature is not of these files: "${first?.path}" is ${first?.kind}`] };
}
