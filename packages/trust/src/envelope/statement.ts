import type { Field } from './field.ts';
import { readStrict } from './read-strict.ts';

export const STATEMENT = 'https://in-toto.io/Statement/v1';

/** An in-toto statement (attestation spec v1, statement.md): about which things, what kind of claim, the claim. */
export interface Statement {
  readonly subject: Field;
  readonly predicateType: Field;
  readonly predicate: Field;
}

/** @throws HG_ARTIFACT_JSON, HG_ARTIFACT_FIELD, HG_LIMIT_* */
export function readStatement(payload: Uint8Array): Statement {
  const field = readStrict(payload);
  field.at('_type').is(STATEMENT);
  return { subject: field.at('subject'), predicateType: field.at('predicateType'), predicate: field.at('predicate') };
}

export interface Subject {
  readonly name: string;
  readonly digest: { readonly sha256: string };
}

export const writeStatement = (subject: readonly Subject[], predicateType: string, predicate: unknown): Buffer =>
  Buffer.from(JSON.stringify({ _type: STATEMENT, subject, predicateType, predicate }));
