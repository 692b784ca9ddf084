import type { Severity } from '@horngate/core/words';
import type { Host } from './host.ts';

/** What a line saw. It may say that this one is less or more severe than usual, and name another remedy or source. */
export interface Seen {
  readonly message: string;
  /** The file that told it. */
  readonly path?: string;
  readonly severity?: Severity;
  readonly fix?: string;
  readonly references?: readonly string[];
}

/** One thing that `horngate doctor` looks at: the command, its JSON and the reference page print from the same object. */
export interface DoctorLine {
  /** `area/what`, for ever. */
  readonly id: `${Area}/${string}`;
  readonly severity: Severity;
  /** What it looks at, in a few words. */
  readonly about: string;
  /** One sentence: what it means for a model and its tenant. */
  readonly why: string;
  /** One sentence: what the operator can do. */
  readonly fix: string;
  /** Where that can be read: a page of the kernel's documentation, a manual page, an advisory. */
  readonly source: string;
  /** Total: what cannot be read is told to the host, and never looks like "nothing there". */
  read(host: Host): Iterable<Seen>;
}

export const AREAS = ['accelerator', 'cpu', 'kernel', 'memory', 'place', 'runtime'] as const;
export type Area = (typeof AREAS)[number];

export const defineLine = (line: DoctorLine): DoctorLine => line;
