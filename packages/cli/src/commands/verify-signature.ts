import { HorngateError } from '@horngate/core/words';
import type { Trust, Verification } from '@horngate/trust/model-signing';
import type { Common, Surface } from '../command.ts';
import { smallFile } from '../secret.ts';
import { verificationText } from '../verification-text.ts';

export interface Given extends Common {
  readonly signature?: string;
  readonly key?: string;
  readonly certificateRoots?: string;
  readonly identity?: string;
  readonly issuer?: string;
  readonly trustedRoot?: string;
  readonly ignore?: readonly string[];
  readonly strict?: boolean;
}

const MiB = 1024 * 1024;

/** `horngate verify MODEL --signature FILE.sig …`: exit 0 where whom you name signed exactly what is there. */
export async function verifySignature(paths: readonly string[], given: Given, surface: Surface): Promise<number> {
  const [model, ...more] = paths;
  if (model === undefined || more.length > 0) throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot verify a signature as it must be of one model: name one');
  const signaturePath = given.signature as string;
  const { openSignature, verifyModel } = await import('@horngate/trust/model-signing');
  const signed = await openSignature(smallFile(signaturePath, 16 * MiB), await trustOf(given));
  const verification = await verifyModel(signed, model, {
    signaturePath,
    strict: given.strict === true,
    ...(given.ignore === undefined ? {} : { ignore: given.ignore }),
  });
  surface.progress.done();
  if (given.json) surface.print(`${JSON.stringify(documentOf(verification), null, 2)}\n`);
  else surface.print(verificationText(model, verification));
  if (!verification.valid) surface.tell(`${DIFFERS.code}: ${DIFFERS.message}`);
  return verification.valid ? 0 : 1;
}

const DIFFERS = { code: 'HG_ARTIFACT_DIGEST', message: 'The files are not those that were signed' };

function documentOf(verification: Verification): unknown {
  return { version: 1, ...verification, ...(verification.valid ? {} : { error: DIFFERS }) };
}

/** Exactly one way to say who must have signed: there is no default. */
export async function trustOf({ key, certificateRoots, identity, issuer, trustedRoot }: Given): Promise<Trust> {
  const { readCertificates, readPublicKey, readTrustedRoot } = await import('@horngate/trust/model-signing');
  const ways = [key, certificateRoots, identity ?? issuer].filter((way) => way !== undefined);
  if (ways.length !== 1)
    throw new HorngateError(
      'HG_USAGE_ARGUMENT',
      'Cannot verify a signature as one of "--key", "--certificate-roots", "--identity" with "--issuer" must say whose',
    );
  if (key !== undefined) return { mode: 'key', key: readPublicKey(textOf(key), key) };
  if (certificateRoots !== undefined) return { mode: 'certificate', roots: readCertificates(textOf(certificateRoots), certificateRoots) };
  if (identity === undefined || issuer === undefined)
    throw new HorngateError('HG_USAGE_ARGUMENT', 'Cannot verify an identity as "--identity" and "--issuer" must come together: who says so matters as much');
  if (trustedRoot === undefined) return { mode: 'keyless', identity, issuer };
  return { mode: 'keyless', identity, issuer, trustedRoot: readTrustedRoot(smallFile(trustedRoot, 4 * MiB), trustedRoot) };
}

const textOf = (path: string): string => smallFile(path, MiB).toString('utf8');
