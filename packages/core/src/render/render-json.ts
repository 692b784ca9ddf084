import { judge } from '../judge.ts';
import type { Where } from '../words/error.ts';
import type { Finding } from '../words/finding.ts';
import type { Report } from '../words/report.ts';
import type { RenderOptions } from './options.ts';

/** The JSON of `scan`: one document, whose form stays. Lists keep the order of the reports; a part of a place that is not known is null. */
export function renderJson(reports: readonly Report[], { tool, policy }: RenderOptions): string {
  const { name, version } = tool;
  const document = { version: 1, tool: { name, version }, reports: reports.map((report) => toJson(report, judge(report, policy).outcome)) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function toJson({ path, subject, format, findings, unread }: Report, verdict: string) {
  return { path, subject, format, verdict, findings: findings.map(findingJson), unread: unread.map(({ path, why }) => ({ path, why })) };
}

const findingJson = ({ check, severity, message, where, references, waived }: Finding) => ({
  check,
  severity,
  message,
  where: placeJson(where),
  references,
  ...(waived === undefined ? {} : { waived }),
});

const placeJson = ({ member, pointer, offset }: Where) => ({ member: member ?? null, pointer: pointer ?? null, offset: offset ?? null });
