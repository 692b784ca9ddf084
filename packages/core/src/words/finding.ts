import type { Digest } from './artifact.ts';
import type { Where } from './error.ts';

export const SEVERITIES = ['info', 'low', 'medium', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** One observation about somebody else's file, with its place. `check` is the stable id of what saw it (`area/what`). */
export interface Finding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly where: Where;
  readonly references: readonly string[];
  /** Accepted by the operator for this file: it stays visible, and refuses no more. */
  readonly waived?: Pick<Waiver, 'reason' | 'until'>;
}

/** An operator's acceptance of one check's findings in one file. */
export interface Waiver {
  readonly digest: Digest;
  readonly check: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day in UTC. */
  readonly until: string;
}

export const isSeverity = (value: unknown): value is Severity => (SEVERITIES as readonly unknown[]).includes(value);

/** Whether `severity` is at or above `threshold`. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
