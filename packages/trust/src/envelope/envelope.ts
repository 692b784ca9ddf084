import { base64 } from './base64.ts';
import type { Field } from './field.ts';

/** in-toto's media type: attestation spec v1, envelope.md. */
export const IN_TOTO = 'application/vnd.in-toto+json';

/** A DSSE envelope (envelope.md of DSSE v1.0.0) with exactly one signature: of several, Python's model-signing looks at the first and others at any. */
export interface Envelope {
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** @throws HG_ARTIFACT_FIELD for another payload type, or for no or several signatures; HG_LIMIT_ENTRIES */
export function readEnvelope(field: Field): Envelope {
  field.at('payloadType').is(IN_TOTO);
  const signatures = field.at('signatures').list(16);
  const [only] = signatures;
  if (only === undefined || signatures.length > 1) return field.at('signatures').fail('a list of one');
  return { payload: base64(field.at('payload')), signature: base64(only.at('sig')) };
}

export const writeEnvelope = ({ payload, signature }: Envelope): Readonly<Record<string, unknown>> => ({
  payload: payload.toString('base64'),
  payloadType: IN_TOTO,
  signatures: [{ sig: signature.toString('base64'), keyid: '' }],
});
