import { HorngateError } from '@horngate/core/words';
import { bundleFromJSON } from '@sigstore/bundle';
import { toSignedEntity, toTrustMaterial, Verifier } from '@sigstore/verify';
import { refuse } from '../envelope/refuse.ts';
import type { Bundle } from './bundle.ts';
import type { Proof } from './prove.ts';
import type { Trust } from './signer.ts';
import { shippedTrustedRoot, type TrustedRoot } from './trusted-root.ts';

/**
 * A signature by somebody whom an identity provider vouched for: certificate of a known authority with its timestamp, an entry in a known log, all offline.
 * Identity and issuer are compared here, exactly: `@sigstore/verify` takes the identity for a regular expression, by which "a.b" is also "axb".
 *
 * @throws HG_REFUSED_SIGNATURE
 */
export async function proveKeyless(bundle: Bundle, { identity, issuer, trustedRoot }: Extract<Trust, { mode: 'keyless' }>): Promise<Proof> {
  const root = trustedRoot ?? (await shippedTrustedRoot());
  const found = identityOf(bundle, root);
  if (found.identity !== identity) refuse(`Cannot trust the signature as it must be by "${identity}": it is by "${found.identity}"`);
  if (found.issuer !== issuer) refuse(`Cannot trust the signature as "${issuer}" must vouch for its identity: it was "${found.issuer}"`);
  return { signer: { mode: 'keyless', identity, issuer, trustedRoot: { source: root.source, asOf: root.asOf } }, warnings: [] };
}

/** Who signed, whoever that is. */
function identityOf({ json }: Bundle, root: TrustedRoot): { readonly identity: string; readonly issuer: string } {
  try {
    const entity = toSignedEntity(bundleFromJSON(json.json));
    if (entity.key.$case !== 'certificate') refuse('Cannot verify a keyless signature as it must come with a certificate');
    const { identity } = new Verifier(toTrustMaterial(root.specified)).verify(entity);
    return { identity: identity?.subjectAlternativeName ?? '', issuer: identity?.extensions?.issuer ?? '' };
  } catch (error) {
    if (error instanceof HorngateError) throw error;
    return refuse(`Cannot verify the signature as ${root.source} must vouch for it: ${(error as Error).message}`, {}, error);
  }
}
