import type { Digest } from '../../words/artifact.ts';
import type { Where } from '../../words/error.ts';
import type { Finding } from '../../words/finding.ts';
import type { Report, Unread } from '../../words/report.ts';
import { knowledgeOf, type Trigger } from '../knowledge.ts';
import type { OsvRecord } from '../osv/record.ts';
import { namesOf, type Snapshot } from '../snapshot.ts';
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
export function fileAnswers(reports: readonly Report[], snapshot: Snapshot): readonly FileAnswer[] {
  const index = indexOf(snapshot);
  return reports.map(({ path, subject, format, findings, unread }) => ({ path, subject, format, triggers: triggersOf(findings, format, index), unread }));
}

/** Which advisories a finding may be a trigger of: by the table where it has rows for the advisory, else by the names that a check itself cites. */
interface Index {
  readonly byCheck: ReadonlyMap<string, readonly (readonly [OsvRecord, Trigger])[]>;
  readonly byName: ReadonlyMap<string, readonly OsvRecord[]>;
}

function indexOf({ advisories }: Snapshot): Index {
  const byCheck = new Map<string, (readonly [OsvRecord, Trigger])[]>();
  const byName = new Map<string, OsvRecord[]>();
  for (const record of advisories) {
    const { triggers } = knowledgeOf(record);
    for (const trigger of triggers) add(byCheck, trigger.check, [record, trigger] as const);
    if (triggers.length === 0) for (const name of namesOf(record)) add(byName, name, record);
  }
  return { byCheck, byName };
}

function add<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function triggersOf(findings: readonly Finding[], format: string, index: Index): readonly Triggered[] {
  const behind = new Map<OsvRecord, Set<Finding>>();
  for (const finding of findings) for (const record of heldBy(finding, format, index)) behind.set(record, (behind.get(record) ?? new Set()).add(finding));
  return [...behind].map(([record, seen]) => ({
    ...named(record),
    evidence: [...seen].map(({ check, where }) => ({ check, where })),
    waived: [...seen].every(({ waived }) => waived !== undefined),
  }));
}

function heldBy(finding: Finding, format: string, { byCheck, byName }: Index): readonly OsvRecord[] {
  const tabled = (byCheck.get(finding.check) ?? []).filter(([, trigger]) => pulls(trigger, finding, format)).map(([record]) => record);
  return [...tabled, ...finding.references.flatMap((reference) => byName.get(reference) ?? [])];
}

const pulls = ({ reference, format }: Trigger, finding: Finding, of: string): boolean =>
  (reference === undefined || finding.references.includes(reference)) && (format === undefined || of.startsWith(format));
