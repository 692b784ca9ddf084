import { basename } from 'node:path';
import { expectNotRevoked, judgeRequired, judgeTrust } from '@horngate/core/confirm-hash';
import { type Attestation, type Digest, HorngateError, type Instant, type Policy, type SignatureVerifier, type Signing } from '@horngate/core/words';
import { isModelsOwn } from '../model-files.ts';
import { descriptorsOf, type OpenedFile } from '../opened.ts';
import type { HostOptions } from '../options.ts';
import { placesOf } from './find-lock.ts';
import { isPinned } from './require-pinned.ts';
import { signatureFiles } from './signature-files.ts';

type Asking = Pick<HostOptions, 'policy' | 'verifier' | 'signatures' | 'lock'>;

/** A model that was opened: an `Artifact`. */
export interface Opened {
  readonly file: OpenedFile;
  readonly options: Asking;
  /** Goes on with copies that nobody else can write: what is hashed again must be what was hashed before. */
  keep(): void;
}

/**
 * That those who must have signed a model have, that nobody revoked it, and that what the policy requires was attested.
 *
 * @param program - of its sealed Program; null: real Keras runs it; undefined: it is not there yet, and is asked for again when it is.
 * @throws HG_REFUSED_REVOKED, HG_REFUSED_UNTRUSTED, HG_REFUSED_REQUIRED
 */
export async function requireTrusted(model: Opened, program?: Digest | null): Promise<void> {
  const { file, options } = model;
  const { policy } = options;
  const digests = [file.digest, ...(file.parts ?? []).map(({ digest }) => digest)];
  expectNotRevoked(policy.trust, digests);
  if (policy.require.pin && !isPinned(file, options)) throw required(file, 'a lock that vouches must pin it: none does');
  if (!asksForSignatures(policy)) return;
  const now = instant();
  const found = await signed(model);
  const ruling = judgeTrust(policy.trust, { places: placesOf(file.path), digests, signings: found.signings, why: found.why, now });
  if (policy.require.signature && ruling.outcome !== 'trusted') throw required(file, 'a rule of "trust" must say who signs it: none names it');
  judgeRequired(policy, { path: file.path, digest: file.digest, program, attestations: found.attestations, why: found.why, now });
}

const asksForSignatures = ({ trust, require }: Policy): boolean =>
  trust.rules.length > 0 || trust.default === 'deny' || require.signature || require.attestations.length > 0;

const required = ({ path, digest }: OpenedFile, what: string): HorngateError =>
  new HorngateError('HG_REFUSED_REQUIRED', `Cannot use "${path}" (${digest}) as ${what}`);

/** A second in UTC, as policies write it. */
const instant = (): Instant => `${new Date().toISOString().slice(0, 19)}Z`;

interface Found {
  readonly signings: readonly Signing[];
  readonly attestations: readonly Attestation[];
  readonly why: readonly string[];
}

async function signed(model: Opened): Promise<Found> {
  const { policy, verifier, signatures = [] } = model.options;
  if (verifier === undefined) throw new HorngateError('HG_INTERNAL', 'Cannot ask who signed a model as nobody here verifies signatures');
  const { signers } = policy.trust;
  const found = { signings: [] as Signing[], attestations: [] as Attestation[], why: [] as string[] };
  for (const { bytes, isAttestation } of signatureFiles(model.file, signatures)) {
    if (isAttestation) {
      const { attestation, why } = await verifier.attestation(bytes, signers);
      if (attestation !== undefined) found.attestations.push(attestation);
      found.why.push(...why);
    } else found.why.push(...(await proveInto(found.signings, bytes, model, verifier, signers)));
  }
  return found;
}

/** A signature of more than what is loaded holds, as long as no file of the model's own is left out. @returns why it proves nothing. */
async function proveInto(
  signings: Signing[],
  bytes: Uint8Array,
  model: Opened,
  verifier: SignatureVerifier,
  signers: Policy['trust']['signers'],
): Promise<readonly string[]> {
  const { file } = model;
  const files = (file.parts ?? [{ ...file, path: basename(file.path) }]).map(({ path, bytes: size, digest }) => ({ path, bytes: size, digest }));
  const proved = await verifier.model(bytes, signers, { files, alone: file.parts === undefined, descriptors: () => own(model) });
  const left = proved.missing.find(isModelsOwn);
  if (left !== undefined) return [...proved.why, `the signature is of "${left}" too, which is not there`];
  signings.push(...proved.signings);
  return proved.why;
}

function own(model: Opened): readonly number[] {
  model.keep();
  return descriptorsOf(model.file);
}
