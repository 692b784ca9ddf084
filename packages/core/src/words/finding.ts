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
}

export const isSeverity = (value: unknown): value is Severity => (SEVERITIES as readonly unknown[]).includes(value);

/** Whether `severity` is at or above `threshold`. */
export const atLeast = (severity: Severity, threshold: Severity): boolean => SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(threshold);
