import type { AttestationKind } from '@horngate/core/words';

/** Types of our predicates: URNs, since no host is to be asked for them (in-toto attestation spec v1, predicate types are URIs). */
export const PREDICATES: Readonly<Record<AttestationKind, string>> = {
  scan: 'urn:horngate:attestation:scan:v1',
  conversion: 'urn:horngate:attestation:conversion:v1',
  mlbom: 'urn:horngate:attestation:mlbom:v1',
};
