import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { HorngateError } from '@horngate/core/words';
import { hashOf } from '../envelope/ecdsa.ts';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The caller's own private key. @throws HG_INPUT_FORMAT, for a wrong passphrase too. */
export const readPrivateKey = (pem: string, source: string, passphrase?: string): KeyObject =>
  signing(source, 'a private key in PEM', () => createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase }));

/** The public key that the caller trusts. @throws HG_INPUT_FORMAT, for a private key too: it has no place where signatures are verified. */
export const readPublicKey = (pem: string, source: string): KeyObject =>
  signing(source, 'a public key in PEM', () => {
    if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw new Error('it holds none');
    return createPublicKey(pem);
  });

/** Certificates one after the other. @throws HG_INPUT_FORMAT for none. */
export function readCertificates(pem: string, source: string): X509Certificate[] {
  const found = pem.match(CERTIFICATE) ?? [];
  if (found.length === 0) throw new HorngateError('HG_INPUT_FORMAT', `Cannot use "${source}" as it must hold certificates in PEM: it holds none`);
  return found.map((text) => tried(source, 'certificates in PEM', () => new X509Certificate(text)));
}

function signing(source: string, wanted: string, read: () => KeyObject): KeyObject {
  const key = tried(source, wanted, read);
  hashOf(key);
  return key;
}

function tried<T>(source: string, wanted: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new HorngateError('HG_INPUT_FORMAT', `Cannot use "${source}" as it must hold ${wanted}: ${(cause as Error).message}`, { cause });
  }
}
