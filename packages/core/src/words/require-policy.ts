import { object, pick, wrong } from './policy-fields.ts';
import { namesOf, type TrustPolicy } from './trust-policy.ts';

/** What can be attested of a model; privacy and fuzz reports come with the parts of the house that make them. */
export const ATTESTATIONS = ['scan', 'conversion', 'mlbom'] as const;
export type AttestationKind = (typeof ATTESTATIONS)[number];

/** Section `require` of the Policy: what must be there before a model starts, a warm one too. */
export interface RequirePolicy {
  /** A lock that vouches must pin the model. */
  readonly pin: boolean;
  /** A rule of `trust` must name the model, and be met. */
  readonly signature: boolean;
  readonly attestations: readonly RequiredAttestation[];
}

export interface RequiredAttestation {
  readonly kind: AttestationKind;
  /** Names of `trust.signers`: one of them must have signed it. */
  readonly by: readonly string[];
  /** Null: it does not age. */
  readonly maxAgeDays: number | null;
}

export const DEFAULT_REQUIRE: RequirePolicy = { pin: false, signature: false, attestations: [] };

/** @throws HG_USAGE_POLICY */
export function readRequire(value: unknown, { signers, rules }: TrustPolicy): RequirePolicy {
  const data = object(value, '/require', ['pin', 'signature', ...ATTESTATIONS]);
  const flag = (name: string): boolean => pick(data, name, `/require/${name}`, isSwitch, 'true or false', false);
  if (flag('signature') && rules.length === 0) throw wrong('/require/signature', 'false without "/trust/rules", which say whose', true);
  const attestations = ATTESTATIONS.flatMap((kind) => (data[kind] === undefined ? [] : [readAttestation(kind, data[kind], signers)]));
  return { pin: flag('pin'), signature: flag('signature'), attestations };
}

function readAttestation(kind: AttestationKind, value: unknown, known: TrustPolicy['signers']): RequiredAttestation {
  const pointer = `/require/${kind}`;
  const data = object(value, pointer, ['by', 'maxAgeDays']);
  const by = namesOf(data['by'], `${pointer}/by`, known);
  return { kind, by, maxAgeDays: pick<number | null>(data, 'maxAgeDays', `${pointer}/maxAgeDays`, isDays, 'a whole number of days from 1 to 36500', null) };
}

const isSwitch = (value: unknown): value is boolean => typeof value === 'boolean';
const isDays = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= 36_500;
