import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HorngateError } from '@horngate/core/words';
import type { SignatureVerifier } from '@horngate/trust/download';
import { trustOf } from './commands/verify-signature.ts';
import { smallFile } from './secret.ts';
import { signerText } from './verification-text.ts';

const MiB = 1024 * 1024;

/**
 * Verifies what lies in quarantine by a signature file and whom it must be of, strictly: what the signature asks not to look at is refused, but for git's own files.
 * Where the source brings a file of the signature's name, that is taken for the signature, and is none of the model.
 */
export async function signatureVerifier(path: string, given: Parameters<typeof trustOf>[0]): Promise<SignatureVerifier> {
  const { openSignature, verifyModel } = await import('@horngate/trust/model-signing');
  const signed = await openSignature(smallFile(path, 16 * MiB), await trustOf(given));
  return async (model) => {
    const beside = join(model.path, basename(path));
    const own = model.kind === 'folder' && existsSync(beside) ? { signaturePath: beside } : {};
    const { valid, signer, ignored, unlisted, differences } = await verifyModel(signed, model.path, { strict: true, ...own });
    const [first] = differences;
    if (!valid)
      throw new HorngateError('HG_ARTIFACT_DIGEST', `Cannot confirm "${model.path}" as it must be what was signed: "${first?.path}" is ${first?.kind}`);
    return { signer: signerText(signer), uncovered: model.kind === 'file' ? [] : [...ignored, ...unlisted] };
  };
}
