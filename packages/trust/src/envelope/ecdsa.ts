import { type KeyObject, sign, verify } from 'node:crypto';
import { HorngateError } from '@horngate/core/words';

/** The curves of Sigstore's protobuf specs that model-signing takes, by OpenSSL's names, each with its hash. No secp256k1, Ed25519 or RSA. */
const HASHES: Readonly<Record<string, string>> = { prime256v1: 'sha256', secp384r1: 'sha384', secp521r1: 'sha512' };

/** @throws HG_INPUT_FORMAT for a key of another kind. */
export function hashOf(key: KeyObject): string {
  const curve = key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? 'none';
  const hash = key.asymmetricKeyType === 'ec' ? HASHES[curve] : undefined;
  if (hash === undefined) throw new HorngateError('HG_INPUT_FORMAT', `Cannot use a key as its curve must be P-256, P-384 or P-521: it is of ${curve}`);
  return hash;
}

export const isSigningKey = (key: KeyObject): boolean => key.asymmetricKeyType === 'ec' && Object.hasOwn(HASHES, key.asymmetricKeyDetails?.namedCurve ?? '');

export const signBytes = (key: KeyObject, bytes: Uint8Array): Buffer => sign(hashOf(key), bytes, key);

/** DER as node's default has it; anything else is simply no signature. */
export const verifies = (key: KeyObject, bytes: Uint8Array, signature: Uint8Array, hash = hashOf(key)): boolean => verify(hash, bytes, key, signature);
