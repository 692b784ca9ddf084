import type { Digest } from './artifact.ts';
import type { Finding } from './finding.ts';

/** A part that was not read, and why: `not read` must never look like `clean`. */
export interface Unread {
  readonly path: string;
  readonly why: string;
}

/** What was seen in one artifact, and what was *not looked at*. Never a word about its being safe. */
export interface Report {
  readonly path: string;
  readonly subject: Digest;
  readonly format: string;
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}
