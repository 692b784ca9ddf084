import type { Digest } from '../../words/artifact.ts';
import type { Where } from '../../words/error.ts';
import type { Finding } from '../../words/finding.ts';
import type { Report, Unread } from '../../words/report.ts';
import { knowledgeOf, type Trigger } from '../knowledge.ts';
import type { OsvRecord } from '../osv/record.ts';
import type { Snapshot } from '../snapshot.ts';
import { namesOf } from '../snapshot.ts';
import { type Named, named } from './known.ts';

/** The file holds what the advisory needs: that is said of the file alone, whoever loads it. */
export interface Triggered extends Named {
  readonly evidence: readonly { readonly check: string; readonly where: Where }[];
  /** Every finding behind it was accepted by the operator. */
  readonly waived: boolean;
}

export interface FileAnswer {
  readonly path: string;
  readonly subject: Digest;
  readonly format: string;
  readonly triggers: readonly Triggered[];
  /** What was not read may hold any trigger. */
  readonly unread: readonly Unread[];
}

/** Findings of the scanner, read as advisories. No trigger seen is no promise: scanning is advice. */
export const fileAnswer = ({ path, subject, format, findings, unread }: Report, { advisories }: Snapshot): FileAnswer => ({
  path,
  subject,
  format,
  triggers: advisories.flatMap((record) => triggered(record, findings, format)),
  unread,
});

function triggered(record: OsvRecord, findings: readonly Finding[], format: string): readonly Triggered[] {
  const behind = findings.filter((finding) => holds(record, finding, format));
  if (behind.length === 0) return [];
  return [{ ...named(record), evidence: behind.map(({ check, where }) => ({ check, where })), waived: behind.every(({ waived }) => waived !== undefined) }];
}

/** By the table where it has rows for the advisory, else by the names that a check itself cites. */
function holds(record: OsvRecord, finding: Finding, format: string): boolean {
  const { triggers } = knowledgeOf(record);
  if (triggers.length > 0) return triggers.some((trigger) => pulls(trigger, finding, format));
  return finding.references.some((reference) => namesOf(record).includes(reference));
}

const pulls = ({ check, reference, format }: Trigger, finding: Finding, of: string): boolean =>
  finding.check === check && (reference === undefined || finding.references.includes(reference)) && (format === undefined || of.startsWith(format));
