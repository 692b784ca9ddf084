import type { Where } from '../words/error.ts';
import type { Finding, Severity } from '../words/finding.ts';
import type { Area, Subjects } from './subjects.ts';

/** Paragraphs of the Keras security policy that a check may serve, as folders of the house name them. */
export const POLICY_PATHS = ['multi-tenant/model-sharing', 'multi-tenant/resource-allocation', 'multi-tenant/tenant-isolation', 'data-privacy'] as const;
export type PolicyPath = (typeof POLICY_PATHS)[number];

/** What a check saw. A check may say that this one is less or more severe than usual, and which advisory it belongs to. */
export interface Observation {
  readonly where: Where;
  readonly message: string;
  readonly severity?: Severity;
  readonly references?: readonly string[];
}

/** One rule: pages, SARIF metadata and help print from the same object. */
export interface Check<A extends Area = Area> {
  /** `area/what`, for ever. The area decides what the check looks at. */
  readonly id: `${A}/${string}`;
  readonly policy: PolicyPath;
  readonly severity: Severity;
  /** One sentence: why it matters. */
  readonly about: string;
  /** One sentence: what the person who meets it can do. */
  readonly advice: string;
  readonly references: readonly string[];
  /** Total: it never throws for what a file holds. Everything in `subject` was chosen by the sender. */
  check(subject: Subjects[A]): Iterable<Observation>;
}

export const defineCheck = <A extends Area>(check: Check<A>): Check<A> => check;

/** Findings of one check in one member. The sender chooses how many there could be: the first ones say enough, and none of another check is pushed out. */
export const MAX_FINDINGS = 50;

/** Runs the checks of one area. */
export function runChecks<A extends Area>(checks: readonly Check<A>[], subject: Subjects[A]): Finding[] {
  return checks.flatMap((check) => findingsOf(check, check.check(subject)));
}

function findingsOf(check: Check, observations: Iterable<Observation>): Finding[] {
  const findings: Finding[] = [];
  for (const seen of observations) {
    if (findings.length === MAX_FINDINGS) {
      findings.push({ ...toFinding(check, seen), message: `${seen.message}. There are more like it, not listed` });
      break;
    }
    findings.push(toFinding(check, seen));
  }
  return findings;
}

const toFinding = (check: Check, seen: Observation): Finding => ({
  check: check.id,
  severity: seen.severity ?? check.severity,
  message: seen.message,
  where: seen.where,
  references: seen.references ?? check.references,
});
