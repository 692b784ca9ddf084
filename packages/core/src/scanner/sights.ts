import type { Where } from '../words/error.ts';
import type { Severity } from '../words/finding.ts';
import type { Observation } from './define-check.ts';
import type { Trouble } from './subjects.ts';

/** Something that a reader of a format saw, under the id of the check that reports it. */
export interface Sight {
  readonly kind: string;
  readonly message: string;
  readonly where: Where;
  readonly severity?: Severity;
}

/** What is looked at where reading and judging are one pass: headers, texts and templates. */
export interface SightSubject {
  readonly sights: readonly Sight[];
  readonly troubles: readonly Trouble[];
}

/** The check that reports all sights under its own id. */
export const sightsOf = (kind: string) =>
  function* check({ sights }: SightSubject): Generator<Observation> {
    for (const { kind: seen, message, where, severity } of sights) if (seen === kind) yield { where, message, ...(severity !== undefined && { severity }) };
  };

/** Sights kept of one part: the sender chooses how many there are, and each check reports fifty. */
const MAX_SIGHTS = 2000;

/** Collects sights; past a bound they are dropped, as the first ones say enough. */
export class Sights {
  readonly list: Sight[] = [];
  readonly #counts = new Map<string, number>();

  add(kind: string, message: string, where: Where, severity?: Severity): void {
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    if (count <= MAX_SIGHTS) this.list.push({ kind, message, where, ...(severity !== undefined && { severity }) });
  }
}
