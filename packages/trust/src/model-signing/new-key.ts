import { generateKeyPairSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/** By the names of NIST, with those of OpenSSL. */
export const CURVES = { 'P-256': 'prime256v1', 'P-384': 'secp384r1', 'P-521': 'secp521r1' } as const;
export type Curve = keyof typeof CURVES;

/** A new private key in a file that only its owner may read, PKCS#8 in PEM, and its public key as PEM. The file is never one that was there. @throws HG_CONFLICT */
export function newKey(path: string, curve: Curve = 'P-256', passphrase?: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: CURVES[curve] });
  const text = privateKey.export({ type: 'pkcs8', format: 'pem', ...(passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }) });
  writeNew(path, text.toString(), 0o600);
  return publicKey.export({ type: 'spki', format: 'pem' }).toString();
}

/** Writes a file that must not be there yet, over no link. @throws HG_CONFLICT, HG_NOT_FOUND */
export function writeNew(path: string, text: string, mode = 0o644): void {
  const fd = create(path, mode);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function create(path: string, mode: number): number {
  try {
    return openSync(path, 'wx', mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') throw new HorngateError('HG_CONFLICT', `Cannot write "${path}" as it must not be there yet: nothing is overwritten`);
    throw new HorngateError('HG_NOT_FOUND', `Cannot write "${path}" as its folder must be there and writable: ${code}`);
  }
}
