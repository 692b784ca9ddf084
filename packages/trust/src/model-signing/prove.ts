import { X509Certificate } from 'node:crypto';
import { IN_TOTO } from '../envelope/envelope.ts';
import { pae, verifies } from '../envelope/index.ts';
import { refuse } from '../envelope/refuse.ts';
import { type Bundle, MEDIA_TYPE } from './bundle.ts';
import { proveChain } from './chain/prove-chain.ts';
import { keyHint } from './key-hint.ts';
import { paeV02 } from './pae-v02.ts';
import type { Signer, Trust } from './signer.ts';

/** Who signed the payload of a bundle, and what an operator should hear of it. */
export interface Proof {
  readonly signer: Signer;
  readonly warnings: readonly string[];
}

type Of<M extends Trust['mode']> = Extract<Trust, { mode: M }>;

/**
 * That whom the caller trusts signed exactly the payload of this bundle. Nothing of the payload is read before.
 *
 * @throws HG_REFUSED_SIGNATURE; HG_INPUT_FORMAT for a key of ours that cannot verify.
 */
export async function prove(bundle: Bundle, trust: Trust): Promise<Proof> {
  if (bundle.material.mode !== trust.mode)
    refuse(`Cannot verify a signature by ${SAID[trust.mode]} as it must have been made so: it is one by ${SAID[bundle.material.mode]}`);
  if (trust.mode === 'keyless') return (await import('./keyless.ts')).proveKeyless(bundle, trust);
  if (bundle.mediaType !== MEDIA_TYPE) bundle.json.at('mediaType').fail(`"${MEDIA_TYPE}"`);
  return trust.mode === 'key' ? proveKey(bundle, trust) : proveCertificate(bundle, trust);
}

const SAID: Readonly<Record<Trust['mode'], string>> = { key: 'a key', certificate: 'a certificate', keyless: 'an identity (keyless)' };

const NO_HINT = 'The signature does not say which key made it, as model-signing before 1.0 wrote it: sign again';
const OLD = 'The signature has the form of model-signing 0.2: sign again';

function proveKey({ material, envelope }: Bundle, { key }: Of<'key'>): Proof {
  const [hint, claimed] = [keyHint(key), material.mode === 'key' ? material.hint : undefined];
  if (claimed !== undefined && claimed !== hint) refuse(`Cannot verify the signature as it must be by the key ${hint}: it names ${claimed.slice(0, 100)}`);
  const old = expectSigned(envelope, key);
  return { signer: { mode: 'key', hint }, warnings: [...(claimed === undefined ? [NO_HINT] : []), ...old] };
}

function proveCertificate({ material, envelope }: Bundle, { roots }: Of<'certificate'>): Proof {
  const chain = (material.mode === 'certificate' ? material.certificates : []).map(certificateOf);
  const { leaf, root } = proveChain(chain, roots);
  const warnings = expectSigned(envelope, leaf.publicKey);
  return { signer: { mode: 'certificate', subject: leaf.subject, fingerprint: leaf.fingerprint256, root: root.fingerprint256 }, warnings };
}

function certificateOf(bytes: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(bytes);
    void certificate.publicKey; // a key that OpenSSL cannot read fails here, not later
    return certificate;
  } catch (cause) {
    return refuse('Cannot read a certificate of the signature as it must be X.509 in DER', {}, cause);
  }
}

/** v0.2 hashed with SHA-256 whatever the curve: `signature/key.py`; later versions of upstream know that of certificates alone. */
const HASH_V02 = 'sha256';

/** @returns the warnings. */
function expectSigned({ payload, signature }: Bundle['envelope'], key: X509Certificate['publicKey']): string[] {
  if (verifies(key, pae(IN_TOTO, payload), signature)) return [];
  if (verifies(key, paeV02(payload), signature, HASH_V02)) return [OLD];
  return refuse('Cannot verify the signature as it must be of its payload and by that key: it is not');
}
