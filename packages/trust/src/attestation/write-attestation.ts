import { createPublicKey, type KeyObject } from 'node:crypto';
import type { AttestationKind, Digest, Instant } from '@horngate/core/words';
import { writeStatement } from '../envelope/statement.ts';
import { keyHint } from '../model-signing/key-hint.ts';
import { bundleOf } from '../model-signing/sign-model.ts';
import { PREDICATES } from './predicates.ts';

/** What a signer says of an artifact, and when. */
export interface Claim {
  readonly kind: AttestationKind;
  readonly name: string;
  readonly digest: Digest;
  readonly time: Instant;
  /** Besides the time: of a scan `verdict`, of a conversion `program`, of a bill of materials `bom`. */
  readonly says: Readonly<Record<string, unknown>>;
}

/** A bundle as a model signature is one, with a statement of ours. @throws HG_INPUT_FORMAT for a key on another curve. */
export function attest({ kind, name, digest, time, says }: Claim, key: KeyObject): string {
  const payload = writeStatement([{ name, digest: { sha256: digest.slice('sha256:'.length) } }], PREDICATES[kind], { time, ...says });
  return bundleOf({ payload, root: digest, resources: 1 }, key, { publicKey: { hint: keyHint(createPublicKey(key)) } }).text;
}
