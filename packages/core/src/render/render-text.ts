import { judge } from '../judge.ts';
import { ALL_CHECKS } from '../scanner/index.ts';
import type { Where } from '../words/error.ts';
import type { Finding } from '../words/finding.ts';
import type { Policy } from '../words/policy.ts';
import type { Report } from '../words/report.ts';
import type { RenderOptions } from './options.ts';
import { printable } from './printable.ts';

const CHECKS = new Map(ALL_CHECKS.map((check) => [check.id as string, check]));
/** Findings shown of one report; JSON has all. */
const MAX_SHOWN = 40;

/** What no scan sees; printed under every text, since a list of findings invites the thought that the rest is fine. */
const NOT_LOOKED_AT =
  'Not looked at: what the weights make a model do (backdoors, memorised training data, bias), and faults of the programs that would load it. ' +
  'A scan finds what it knows; run a model that is not yours in the sandbox, whatever stands here.';

/** For people: what was found, where, why it matters, what to do; then what was not looked at. Text of the sender's cannot act on the terminal. */
export function renderText(reports: readonly Report[], { policy }: RenderOptions): string {
  return `${[...reports.map((report) => textOf(report, policy)), NOT_LOOKED_AT].join('\n\n')}\n`;
}

function textOf(report: Report, policy: Policy): string {
  const { path, subject, format, findings, unread } = report;
  const lines = [`${printable(path)}  (${printable(format)}, ${printable(subject)})`];
  for (const finding of findings.slice(0, MAX_SHOWN)) lines.push(...findingLines(finding));
  if (findings.length > MAX_SHOWN) lines.push(`  and ${findings.length - MAX_SHOWN} more findings, in the JSON`);
  for (const { path: part, why } of unread) lines.push(`  not read  ${printable(part)}: ${printable(why)}`);
  if (findings.length === 0 && unread.length === 0) lines.push('  Nothing that our checks know was found');
  return [...lines, `  ${verdictLine(report, policy)}`].join('\n');
}

function findingLines({ check, severity, message, where, references, waived }: Finding): string[] {
  const known = CHECKS.get(check);
  const lines = [`  ${severity.padEnd(8)}  ${printable(message)}`];
  const place = placeOf(where);
  if (place !== '') lines.push(`            where: ${place}`);
  if (known !== undefined) lines.push(`            why: ${known.about}`, `            do: ${known.advice}`);
  if (waived !== undefined) lines.push(`            waived until ${waived.until}: ${printable(waived.reason)}`);
  lines.push(`            ${[printable(check), ...references.map(printable)].join('  ')}`);
  return lines;
}

function placeOf({ member, pointer, offset }: Where): string {
  const parts = [member, pointer].filter((part) => part !== undefined && part !== '').map((part) => printable(part as string));
  return [...parts, ...(offset === undefined ? [] : [`byte ${offset}`])].join(' ');
}

function verdictLine(report: Report, policy: Policy): string {
  const { outcome, reasons } = judge(report, policy);
  if (outcome === 'admit') return `Verdict: admit, as nothing reaches "${policy.scan.failOn}"`;
  return `Verdict: ${outcome}, for ${reasons.map(printable).join(', ')}`;
}
