import { base64 } from '../envelope/base64.ts';
import { type Envelope, readEnvelope } from '../envelope/envelope.ts';
import type { Field } from '../envelope/field.ts';
import { readStrict } from '../envelope/read-strict.ts';

export const MEDIA_TYPE = 'application/vnd.dev.sigstore.bundle.v0.3+json';

/** What a bundle says about who signed: claims, until they are verified. */
export type Material =
  | { readonly mode: 'key'; readonly hint: string | undefined }
  | { readonly mode: 'certificate'; readonly certificates: readonly Buffer[] }
  | { readonly mode: 'keyless' };

/** A `model.sig`, read but not believed. */
export interface Bundle {
  readonly mediaType: string;
  readonly material: Material;
  readonly envelope: Envelope;
  /** The whole text, for the library that verifies keyless bundles. */
  readonly json: Field;
}

const MAX_CERTIFICATES = 16;
const MAX_ENTRIES = 8;

/** @throws HG_ARTIFACT_JSON, HG_ARTIFACT_FIELD, HG_LIMIT_* */
export function readBundle(bytes: Uint8Array, maxBytes?: number): Bundle {
  const json = readStrict(bytes, maxBytes);
  return {
    mediaType: json.at('mediaType').text(),
    material: readMaterial(json.at('verificationMaterial')),
    envelope: readEnvelope(json.at('dsseEnvelope')),
    json,
  };
}

/**
 * One kind of material, never two, since two readers could then see two signers. An entry of a log makes a bundle keyless: early versions wrote a chain beside it.
 */
function readMaterial(field: Field): Material {
  const found = (['publicKey', 'x509CertificateChain', 'certificate'] as const).filter((kind) => field.at(kind).present);
  const [kind, second] = found;
  if (kind === undefined || second !== undefined) return field.fail('of exactly one kind: publicKey, x509CertificateChain or certificate');
  const entries = field.at('tlogEntries');
  const logged = entries.present && entries.list(MAX_ENTRIES).length > 0;
  const stamps = field.at('timestampVerificationData');
  if (stamps.present && stamps.at('rfc3161Timestamps').present) stamps.at('rfc3161Timestamps').list(MAX_ENTRIES);
  if (kind === 'publicKey') return { mode: 'key', hint: readHint(field.at('publicKey').at('hint')) };
  if (kind === 'certificate' || logged) return { mode: 'keyless' };
  const chain = field.at('x509CertificateChain').at('certificates');
  const certificates = chain.list(MAX_CERTIFICATES).map((certificate) => base64(certificate.at('rawBytes')));
  return certificates.length > 0 ? { mode: 'certificate', certificates } : chain.fail('a list of one or more');
}

/** Absent and empty in files of before v1.0. */
const readHint = (field: Field): string | undefined => (field.present ? field.text() || undefined : undefined);
