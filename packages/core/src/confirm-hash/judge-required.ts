import type { Digest } from '../words/artifact.ts';
import { HorngateError } from '../words/error.ts';
import { type Instant, secondsOf } from '../words/instant.ts';
import type { Policy } from '../words/policy.ts';
import type { Attestation } from '../words/ports.ts';
import type { RequiredAttestation } from '../words/require-policy.ts';
import { told } from './judge-trust.ts';
import { signingsThatCount } from './signings-that-count.ts';

/** An artifact that is about to run, and what was attested, of it or of others. */
export interface AttestedModel {
  readonly path: string;
  readonly digest: Digest;
  /** The sealed Program; null: it is run by real Keras, and has none. Undefined: it is not there yet, and is asked for later. */
  readonly program: Digest | null | undefined;
  readonly attestations: readonly Attestation[];
  readonly why: readonly string[];
  readonly now: Instant;
}

const DAY = 86_400;
/** How far the clock of a signer may be ahead of ours, in seconds. */
const AHEAD = 300;

/**
 * That all is attested which the policy requires of a model.
 *
 * @throws HG_REFUSED_REQUIRED naming what is missing, stale, about something else, or by somebody else.
 */
export function judgeRequired({ require, trust }: Pick<Policy, 'require' | 'trust'>, model: AttestedModel): void {
  for (const required of require.attestations) {
    if (required.kind === 'conversion' && model.program === undefined) continue;
    const of = model.attestations.filter(({ kind }) => kind === required.kind);
    const against = of.map((attestation) => reasonAgainst(attestation, required, model, trust));
    if (against.includes(undefined)) continue;
    throw missing(required, model, [...against.filter((reason) => reason !== undefined), ...model.why]);
  }
}

function reasonAgainst(attestation: Attestation, { by, maxAgeDays }: RequiredAttestation, model: AttestedModel, trust: Policy['trust']): string | undefined {
  const { signings, why } = signingsThatCount(attestation.signings, trust, model.now);
  if (!signings.some((signing) => by.includes(signing.by)))
    return `it is by ${[...new Set(attestation.signings.map((one) => `"${one.by}"`))].join(', ') || 'nobody whom the policy knows'}${told(why)}`;
  if (!attestation.subjects.includes(model.digest)) return `it is of ${attestation.subjects[0] ?? 'nothing'}`;
  return reasonOfTime(attestation.time, maxAgeDays, model.now) ?? reasonOfContent(attestation, model);
}

function reasonOfTime(time: Instant, maxAgeDays: number | null, now: Instant): string | undefined {
  const age = secondsOf(now) - secondsOf(time);
  if (age < -AHEAD) return `it is of ${time}, which is to come`;
  return maxAgeDays !== null && age > maxAgeDays * DAY ? `it is of ${time}, more than ${maxAgeDays} days ago` : undefined;
}

function reasonOfContent({ kind, verdict, program }: Attestation, model: AttestedModel): string | undefined {
  if (kind === 'scan') return verdict === 'admit' || verdict === 'contain' ? undefined : `its verdict is "${verdict}"`;
  if (kind !== 'conversion' || program === model.program) return undefined;
  return model.program === null ? 'the model is run by real Keras, and is not converted' : `it is of the program ${program}, and ours is ${model.program}`;
}

function missing({ kind, by, maxAgeDays }: RequiredAttestation, { path, digest }: AttestedModel, why: readonly string[]): HorngateError {
  const wanted = `${by.map((name) => `"${name}"`).join(' or ')} must have attested its ${WORDS[kind]}${maxAgeDays === null ? '' : ` in the last ${maxAgeDays} days`}`;
  return new HorngateError(
    'HG_REFUSED_REQUIRED',
    `Cannot use "${path}" (${digest}) as ${wanted}: ${why.length === 0 ? 'no attestation is there' : told(why).slice(2)}`,
  );
}

const WORDS: Readonly<Record<RequiredAttestation['kind'], string>> = { scan: 'scan', conversion: 'conversion', mlbom: 'bill of materials' };
