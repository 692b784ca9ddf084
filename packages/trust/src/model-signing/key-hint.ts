import { createHash, type KeyObject } from 'node:crypto';

/** `publicKey.hint` of model-signing: SHA-256 over the PEM text of the public key, with its last newline. */
export const keyHint = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'pem' }))
    .digest('hex');
