import type { Digest } from '../words/artifact.ts';
import { HorngateError } from '../words/error.ts';
import type { Instant } from '../words/instant.ts';
import type { Signing } from '../words/ports.ts';
import type { TrustPolicy, TrustRule } from '../words/trust-policy.ts';
import { countSigners } from './count-signers.ts';
import { matchesPlace } from './matches-place.ts';
import { signingsThatCount } from './signings-that-count.ts';

/** A model whose signatures were proved, at some time. */
export interface SignedModel {
  /** Names under which it is known: absolute paths; its name, where it is offered under one. */
  readonly places: readonly string[];
  /** Its digest, and those of its files. */
  readonly digests: readonly Digest[];
  readonly signings: readonly Signing[];
  /** Why signatures that are there prove nothing. */
  readonly why: readonly string[];
  readonly now: Instant;
}

export interface TrustRuling {
  /** `unasked`: the policy says nothing of signatures; `unnamed`: no rule names this model, and the policy lets such a model pass with a warning. */
  readonly outcome: 'trusted' | 'unnamed' | 'unasked';
  /** Who signed, and counts. */
  readonly by: readonly string[];
}

/** Rules that name a model. */
export const rulesFor = ({ rules }: TrustPolicy, places: readonly string[]): readonly TrustRule[] =>
  rules.filter(({ models }) => models.some((glob) => places.some((place) => matchesPlace(glob, place))));

/**
 * Whether enough of those who may sign a model have signed it. Every rule that names it must be met, whatever their order.
 *
 * @throws HG_REFUSED_REVOKED, HG_REFUSED_UNTRUSTED
 */
export function judgeTrust(trust: TrustPolicy, model: SignedModel): TrustRuling {
  expectNotRevoked(trust, model.digests);
  const rules = rulesFor(trust, model.places);
  if (rules.length === 0) return unnamed(trust, model);
  const { signings, why } = signingsThatCount(model.signings, trust, model.now);
  const reasons = [...model.why, ...why];
  for (const rule of rules) expectMet(rule, signings, model.places, reasons);
  return { outcome: 'trusted', by: [...new Set(signings.map(({ by }) => by))] };
}

export function expectNotRevoked({ revoked }: TrustPolicy, digests: readonly Digest[]): void {
  const found = digests.find((digest) => revoked.artifacts.includes(digest));
  if (found !== undefined) throw new HorngateError('HG_REFUSED_REVOKED', `Cannot use the model as the policy must not have revoked it: it revokes ${found}`);
}

function unnamed(trust: TrustPolicy, { places }: SignedModel): TrustRuling {
  if (trust.default === 'warn') return { outcome: trust.rules.length > 0 ? 'unnamed' : 'unasked', by: [] };
  throw new HorngateError('HG_REFUSED_UNTRUSTED', `Cannot use "${places[0]}" as a rule of the policy must say who may sign it: none names it`);
}

function expectMet({ models, signers, threshold }: TrustRule, signings: readonly Signing[], places: readonly string[], why: readonly string[]): void {
  const count = countSigners(signings.filter(({ by }) => signers.includes(by)));
  if (count >= threshold) return;
  const whose = signers.map((name) => `"${name}"`).join(', ');
  throw new HorngateError(
    'HG_REFUSED_UNTRUSTED',
    `Cannot use "${places[0]}" as ${threshold} of ${whose} must have signed it, by the rule for "${models.join('", "')}": ${count} did${told(why)}`,
  );
}

/** Other people's texts are among the reasons: few, and short. */
export const told = (why: readonly string[]): string =>
  why.length === 0
    ? ''
    : `; ${why
        .slice(0, 4)
        .map((one) => one.slice(0, 300))
        .join('; ')}${why.length > 4 ? `; and ${why.length - 4} more reasons` : ''}`;
