import type { Unread } from '@horngate/core/words';
import { printable } from '../reported.ts';
import type { HostFinding } from './examine.ts';
import type { Examination } from './examine-host.ts';

const MAX_TEXT = 300;

/** Printed under every examination, since a short list invites the thought that the rest is fine. */
const NOT_LOOKED_AT =
  'Not looked at: faults of the kernel and the hardware that nobody has published, what a hypervisor hides, and the time stamp counter, which no process can be ' +
  'kept from. The exit status is by level alone (--min-level); findings do not change it.';

/** The JSON of `doctor`: one document, whose form stays. */
export function renderExaminationJson(
  { level, capability, coreScheduling, report }: Examination,
  tool: { readonly name: string; readonly version: string },
): string {
  const { landlockAbi = 0, uid = null, bubblewrap = null, missing = [] } = capability ?? {};
  const findings = report.findings.map(({ where, ...finding }) => ({ ...finding, where: { member: where.member ?? null, pointer: null, offset: null } }));
  const posture = { landlockAbi, uid, bubblewrap: bubblewrap?.works ?? false, coreScheduling, missing };
  const document = { version: 1, tool, level, landlockAbi, uid, missing, posture, subject: report.subject, findings, unread: report.unread };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** For people: the level, what is missing, then what was found, worst first, with why it matters and what to do. */
export function renderExamination({ level, capability, coreScheduling, report }: Examination): string {
  const uid = capability?.uid ?? null;
  const head = [
    `level            ${level} (${capability === null ? 'nothing can be started confined here' : 'started for a trial, not guessed from versions'})`,
    `landlock         ABI ${capability?.landlockAbi ?? 0}`,
    `guests' user     ${uid === null ? 'yours, as only root can choose another' : uid}`,
    `core scheduling  ${coreScheduling}`,
    ...(capability?.missing ?? []).map((what) => `missing          ${printable(what, MAX_TEXT)}`),
  ];
  return `${[head.join('\n'), ...report.findings.map(findingText), ...report.unread.map(unreadText), NOT_LOOKED_AT].join('\n\n')}\n`;
}

function findingText({ check, severity, message, where, why, fix, source, references }: HostFinding): string {
  const row = (label: string, text: string): string => `          ${label}: ${printable(text, MAX_TEXT)}`;
  return [
    `${severity.padEnd(8)}  ${printable(message, MAX_TEXT)}`,
    ...(where.member === undefined ? [] : [row('where', where.member)]),
    row('why', why),
    row('do', fix),
    `          ${[check, ...references].join('  ')}  (${source})`,
  ].join('\n');
}

const unreadText = ({ path, why }: Unread): string => `not read  ${printable(path, MAX_TEXT)}: ${printable(why, MAX_TEXT)}`;
