import type { Instant } from '../words/instant.ts';
import type { Signing } from '../words/ports.ts';
import type { TrustPolicy } from '../words/trust-policy.ts';

export interface Counted {
  readonly signings: readonly Signing[];
  /** Why others do not count. */
  readonly why: readonly string[];
}

/** Of signatures that were proved, those of today: neither revoked, nor before or after the signer's time. */
export function signingsThatCount(signings: readonly Signing[], trust: TrustPolicy, now: Instant): Counted {
  const why = signings.map((signing) => reasonAgainst(signing, trust, now));
  return { signings: signings.filter((_, index) => why[index] === undefined), why: why.filter((reason) => reason !== undefined) };
}

function reasonAgainst({ by, who, certificates }: Signing, { signers, revoked }: TrustPolicy, now: Instant): string | undefined {
  const signer = Object.hasOwn(signers, by) ? signers[by] : undefined;
  if (signer === undefined) return `"${by}" is nobody whom the policy knows`;
  if (revoked.keys.includes(who)) return `the key ${who} of "${by}" is revoked`;
  const certificate = certificates.find((one) => revoked.certificates.includes(one));
  if (certificate !== undefined) return `the certificate ${certificate} of "${by}" is revoked`;
  if (signer.notBefore !== null && now < signer.notBefore) return `"${by}" may sign from ${signer.notBefore} on`;
  if (signer.notAfter !== null && now > signer.notAfter) return `"${by}" could sign until ${signer.notAfter}`;
  return undefined;
}
