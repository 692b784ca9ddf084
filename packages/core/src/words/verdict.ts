import type { Digest } from './artifact.ts';

export type Outcome = 'admit' | 'contain' | 'refuse';

declare const judged: unique symbol;

/** An operator's decision about one artifact. Only `judge` makes one: the symbol is private to it and does not cross a process. */
export interface Verdict {
  readonly [judged]: true;
  readonly outcome: Outcome;
  readonly subject: Digest;
  readonly reasons: readonly string[];
}
