import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import type { Signing, TrustedSigner } from '@horngate/core/words';
import { refuse } from '../envelope/refuse.ts';
import type { Bundle } from '../model-signing/bundle.ts';
import { keyHint } from '../model-signing/key-hint.ts';
import { readCertificates, readPublicKey } from '../model-signing/read-pem.ts';
import type { Signer, Trust } from '../model-signing/signer.ts';
import { readTrustedRoot } from '../model-signing/trusted-root.ts';

/** What a signer of the policy is to the verifier. @throws HG_INPUT_FORMAT for a key or certificate that cannot be read. */
export function trustOf(signer: TrustedSigner, name: string): Trust {
  const source = `/trust/signers/${name}`;
  if (signer.mode === 'key') return { mode: 'key', key: readPublicKey(signer.key, source) };
  if (signer.mode === 'certificate') return { mode: 'certificate', roots: readCertificates(signer.roots, source) };
  const { identity, issuer, trustedRoot } = signer;
  const root = trustedRoot === null ? {} : { trustedRoot: readTrustedRoot(Buffer.from(JSON.stringify(trustedRoot)), source) };
  return { mode: 'keyless', identity, issuer, ...root };
}

/** The signer of a proved bundle in the words of the policy. @throws HG_REFUSED_SIGNATURE for a certificate of another subject. */
export function signingOf(by: string, signer: TrustedSigner, proved: Signer, { material }: Bundle): Signing {
  if (proved.mode === 'key') return { by, who: proved.hint, certificates: [] };
  if (proved.mode === 'keyless') return { by, who: JSON.stringify([proved.issuer, proved.identity]), certificates: [] };
  const chain = material.mode === 'certificate' ? material.certificates.map((bytes) => new X509Certificate(bytes)) : [];
  const [leaf] = chain;
  if (leaf === undefined) return refuse('Cannot use a chain as it must hold a certificate');
  if (signer.mode === 'certificate') expectSubject(signer.subject, leaf);
  const certificates = [...chain.map(({ raw }) => createHash('sha256').update(raw).digest('hex')), proved.root.replaceAll(':', '').toLowerCase()];
  return { by, who: keyHint(createPublicKey(leaf.publicKey.export({ type: 'spki', format: 'pem' }))), certificates };
}

/** Each part of the name exactly, one a line, as OpenSSL writes them: "CN=release" is no "CN=release2". */
function expectSubject(wanted: readonly string[] | null, { subject }: X509Certificate): void {
  const parts = subject.split('\n');
  const strange = wanted?.find((part) => !parts.includes(part));
  if (strange !== undefined) refuse(`Cannot trust a certificate as "${strange}" must be a part of its subject: it is "${parts.join(', ').slice(0, 200)}"`);
}
