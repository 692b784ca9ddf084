import type { X509Certificate } from 'node:crypto';
import { X509Certificate as Parsed } from '@sigstore/core';
import { refuse } from '../../envelope/refuse.ts';

/** What OpenSSL's view of a certificate, as Node shows it, leaves out. */
export interface Constraints {
  /** Absent where there is no such extension. */
  readonly keyUsage: { readonly digitalSignature: boolean; readonly keyCertSign: boolean } | undefined;
  readonly ca: boolean;
  readonly pathLength: number | undefined;
  readonly signatureAlgorithm: string;
}

/** RFC 5280: 4.2.1.1, 2, 3, 6, 9, 12; what a chain is checked for. Policies (4.2.1.4) ask nothing where the verifier asks for none. */
const UNDERSTOOD = new Set(['2.5.29.35', '2.5.29.14', '2.5.29.15', '2.5.29.17', '2.5.29.19', '2.5.29.37', '2.5.29.32']);
const NAME_CONSTRAINTS = '2.5.29.30';

/** No MD5, no SHA-1: collisions. ECDSA of RFC 5758; RSA of RFC 8017, PSS too; RFC 8410. */
const SIGNATURES: ReadonlySet<string> = new Set([
  '1.2.840.10045.4.3.2',
  '1.2.840.10045.4.3.3',
  '1.2.840.10045.4.3.4',
  '1.2.840.113549.1.1.10',
  '1.2.840.113549.1.1.11',
  '1.2.840.113549.1.1.12',
  '1.2.840.113549.1.1.13',
  '1.3.101.112',
  '1.3.101.113',
]);

/** @throws HG_REFUSED_SIGNATURE for what cannot be read, a critical extension that is not understood (RFC 5280, 4.2), or a broken hash. */
export function constraintsOf(certificate: X509Certificate): Constraints {
  const told = certificate.subject.replaceAll('\n', ', ');
  try {
    return read(Parsed.parse(Buffer.from(certificate.raw)), told);
  } catch (error) {
    if ((error as { code?: unknown }).code === 'HG_REFUSED_SIGNATURE') throw error;
    return refuse(`Cannot read the certificate "${told}" as its extensions must be those of RFC 5280`, {}, error);
  }
}

function read(parsed: Parsed, told: string): Constraints {
  for (const extension of parsed.extensions) {
    const oid = extension.subs[0]?.toOID() ?? '';
    const critical = extension.subs.length === 3 && extension.subs[1]?.toBoolean() === true;
    if (oid === NAME_CONSTRAINTS || (critical && !UNDERSTOOD.has(oid)))
      refuse(`Cannot use the certificate "${told}" as each constraint of it must be understood: it has the extension ${oid}`);
  }
  const signatureAlgorithm = parsed.root.subs[1]?.subs[0]?.toOID() ?? '';
  const [usage, basic] = [parsed.extKeyUsage, parsed.extBasicConstraints];
  return {
    keyUsage: usage === undefined ? undefined : { digitalSignature: usage.digitalSignature, keyCertSign: usage.keyCertSign },
    ca: basic?.isCA === true,
    pathLength: basic?.pathLenConstraint === undefined ? undefined : Number(basic.pathLenConstraint),
    signatureAlgorithm,
  };
}

export const isStrong = ({ signatureAlgorithm }: Constraints): boolean => SIGNATURES.has(signatureAlgorithm);
