import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { type Canonical, canonicalJson } from './canonical-json.ts';

/** A key of a role, with its private half. */
export interface FeedKey {
  /** Hex SHA-256 of the public part in canonical JSON: TUF 1.0.34, 4.2. */
  readonly id: string;
  readonly publicPart: Canonical;
  readonly privateKey: KeyObject;
}

export const newFeedKey = (): FeedKey => feedKey(generateKeyPairSync('ed25519').privateKey);

/** @param privateKey - of Ed25519. */
export function feedKey(privateKey: KeyObject): FeedKey {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicPart = { keytype: 'ed25519', scheme: 'ed25519', keyval: { public: Buffer.from(x, 'base64url').toString('hex') } };
  return { id: createHash('sha256').update(canonicalJson(publicPart)).digest('hex'), publicPart, privateKey };
}

/** A file of metadata: what is signed, with one signature a key. */
export function signMetadata(signed: Canonical, keys: readonly FeedKey[]): string {
  const bytes = Buffer.from(canonicalJson(signed));
  const signatures = keys.map(({ id, privateKey }) => ({ keyid: id, sig: sign(null, bytes, privateKey).toString('hex') }));
  return `${JSON.stringify({ signatures, signed }, null, 1)}\n`;
}
