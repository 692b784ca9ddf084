import { ATTESTATIONS, type Attestation, type Digest, isDigest, isInstant } from '@horngate/core/words';
import type { Field } from '../envelope/field.ts';
import { readStatement } from '../envelope/statement.ts';
import { PREDICATES } from './predicates.ts';

const MAX_SUBJECTS = 1000;

/** What a payload attests whose signature was proved. Fields beyond those that are asked for are somebody's notes. @throws HG_ARTIFACT_JSON, HG_ARTIFACT_FIELD, HG_LIMIT_* */
export function readAttestation(payload: Uint8Array): Omit<Attestation, 'signings'> {
  const { subject, predicateType, predicate } = readStatement(payload);
  const kind = ATTESTATIONS.find((one) => PREDICATES[one] === predicateType.json) ?? predicateType.fail(`one of ${Object.values(PREDICATES).join(', ')}`);
  const subjects = subject.list(MAX_SUBJECTS).map((one) => digestIn(one.at('digest').at('sha256')));
  const time = predicate.at('time').text();
  if (!isInstant(time)) predicate.at('time').fail('an instant such as "2027-01-01T00:00:00Z"');
  return {
    kind,
    subjects,
    time,
    ...(kind === 'scan' ? { verdict: predicate.at('verdict').text() } : {}),
    ...(kind === 'conversion' ? { program: programIn(predicate.at('program')) } : {}),
  };
}

function digestIn(field: Field): Digest {
  const text = `sha256:${field.text()}`;
  return isDigest(text) ? text : field.fail('64 hexadecimal digits');
}

function programIn(field: Field): Digest {
  const text = field.text();
  return isDigest(text) ? text : field.fail('"sha256:" and 64 hexadecimal digits');
}
