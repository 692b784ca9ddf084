import { createHash } from 'node:crypto';
import { type Finding, type Report, SEVERITIES } from '@horngate/core/words';
import type { DoctorLine, Seen } from './define-line.ts';
import { Host, type HostFacts } from './host.ts';
import { DOCTOR_LINES } from './lines.ts';

/** A finding about this host, with what it means and what can be done. */
export interface HostFinding extends Finding {
  readonly why: string;
  readonly fix: string;
  readonly source: string;
}

export interface HostReport extends Report {
  readonly findings: readonly HostFinding[];
}

/**
 * What of this host stands between tenants, and what does not: a Report whose subject is the digest of what it says.
 *
 * @param root - where /proc, /sys, /dev and /tmp are looked for; a test makes up its own.
 */
export function examine(facts: HostFacts, root = '/', lines: readonly DoctorLine[] = DOCTOR_LINES): HostReport {
  const host = new Host(facts, root);
  const findings = lines.flatMap((line) => [...line.read(host)].map((seen) => findingOf(line, seen)));
  const rank = ({ severity }: Finding): number => -SEVERITIES.indexOf(severity);
  findings.sort((a, b) => rank(a) - rank(b));
  const { unread } = host;
  const said = JSON.stringify([facts.capability, findings, unread]);
  return { path: '/', subject: `sha256:${createHash('sha256').update(said).digest('hex')}`, format: 'host', findings, unread };
}

const findingOf = ({ id, severity, why, fix, source }: DoctorLine, seen: Seen): HostFinding => ({
  check: id,
  severity: seen.severity ?? severity,
  message: seen.message,
  where: seen.path === undefined ? {} : { member: seen.path },
  references: seen.references ?? [],
  why,
  fix: seen.fix ?? fix,
  source,
});
