import { atLeast, type Finding, type Waiver } from './words/finding.ts';
import type { Policy } from './words/policy.ts';
import type { Report } from './words/report.ts';
import type { Outcome, Verdict } from './words/verdict.ts';

/** Findings which say that a model needs code, rather than that its file is wrong: real Keras in a guest can run it. */
const NEEDS_CODE = new Set(['keras/lambda-bytecode', 'keras/code-class', 'keras/custom-object']);

/** Verdicts that were made here, in this process: an object of the same form is none. */
const made = new WeakSet<Verdict>();

/**
 * The operator's decision about one artifact, by its report. Nothing else makes a Verdict.
 *
 * - `refuse`: a finding is at or above `policy.scan.failOn` and not waived (`waive`), or something was not read, which nobody can waive.
 * - `contain`: all that refuses is code which real Keras would need, everything was read, and the policy has a guest for it.
 * - `admit`: nothing refuses. It does not say that the model is harmless: what the weights do was not looked at, and it still runs in a sandbox.
 */
export function judge(report: Report, policy: Policy): Verdict {
  const refusing = report.findings.filter(({ severity, waived }) => waived === undefined && atLeast(severity, policy.scan.failOn));
  const reasons = new Set(refusing.map(({ check }) => check));
  if (report.unread.length > 0) reasons.add('scan/unread');
  const data = { outcome: outcomeOf(refusing, report, policy), subject: report.subject, reasons: Object.freeze([...reasons]) };
  const verdict = Object.freeze(data) as unknown as Verdict;
  made.add(verdict);
  return verdict;
}

/**
 * Marks what the operator has accepted, by the digest of the file: exactly these bytes, exactly this check, until the end of a day. What another policy or an
 * earlier day had marked is marked no more.
 *
 * @param today - `YYYY-MM-DD` in UTC; the last day of a waiver still counts.
 */
export function waive(report: Report, { scan }: Policy, today: string): Report {
  const valid = scan.waivers.filter(({ digest, until }) => digest === report.subject && until >= today);
  return { ...report, findings: report.findings.map((finding) => marked(finding, valid)) };
}

function marked({ waived: _, ...finding }: Finding, waivers: readonly Waiver[]): Finding {
  const waiver = waivers.find(({ check }) => check === finding.check);
  return waiver === undefined ? finding : { ...finding, waived: { reason: waiver.reason, until: waiver.until } };
}

/** Waivers of a policy that count no more: a person should hear of them, since what they accepted refuses again. */
export const expired = ({ scan }: Policy, today: string): readonly Waiver[] => scan.waivers.filter(({ until }) => until < today);

/** Whether `judge` made it. The types cannot stop a cast; whoever starts something on a verdict asks here. */
export const isJudged = (verdict: Verdict): boolean => made.has(verdict);

function outcomeOf(refusing: readonly Finding[], { unread }: Report, { contain }: Policy): Outcome {
  if (unread.length > 0) return 'refuse';
  if (refusing.length === 0) return 'admit';
  return contain === 'keras-guest' && needsCodeOnly(refusing) ? 'contain' : 'refuse';
}

/** A foreign module alone is an attack; where the same object says that it is somebody's registered class, it is where that class lives. */
function needsCodeOnly(refusing: readonly Finding[]): boolean {
  const custom = new Set(refusing.filter(({ check }) => check === 'keras/custom-object').map(placeOf));
  return refusing.every((finding) => NEEDS_CODE.has(finding.check) || (finding.check === 'keras/unknown-module' && custom.has(placeOf(finding))));
}

const placeOf = ({ where }: Finding): string => `${where.member ?? ''}#${where.pointer ?? ''}`;
