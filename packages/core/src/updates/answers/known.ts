import type { Severity } from '../../words/finding.ts';
import { severityOf } from '../knowledge.ts';
import type { OsvRecord } from '../osv/record.ts';
import { namesOf } from '../snapshot.ts';

/** An advisory as answers name it. */
export interface Named {
  /** The CVE where there is one, else the id of the record: two trackers' records of one fault are one answer. */
  readonly id: string;
  readonly aliases: readonly string[];
  readonly severity: Severity;
  readonly summary: string;
}

export function named(record: OsvRecord): Named {
  const names = [...new Set(namesOf(record))];
  const id = names.find((name) => name.startsWith('CVE-')) ?? record.id;
  return { id, aliases: names.filter((name) => name !== id), severity: severityOf(record), summary: record.summary ?? '' };
}
