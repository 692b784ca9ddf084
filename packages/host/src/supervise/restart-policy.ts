import type { Code } from '@horngate/core/words';

/** When a runner that ended is started again, and when no more. */
export interface RestartPolicy {
  /** Wait before the first restart; each further crash in the window doubles it. */
  readonly firstDelayMs: number;
  readonly maxDelayMs: number;
  /** So many crashes within this time set the Program aside. */
  readonly crashes: number;
  readonly withinMs: number;
}

export const DEFAULT_RESTART: RestartPolicy = { firstDelayMs: 50, maxDelayMs: 10_000, crashes: 5, withinMs: 60_000 };

/** @param crashes - in the window, at least one. */
export const delayMs = ({ firstDelayMs, maxDelayMs }: RestartPolicy, crashes: number): number => Math.min(maxDelayMs, firstDelayMs * 2 ** (crashes - 1));

/**
 * Whether this end speaks against the Program. A deadline is the caller's own choice: a caller in a hurry must not be able to set a model aside for others.
 */
export const isCrash = (code: Code): boolean => /^HG_(GUEST|LIMIT)_/.test(code) && code !== 'HG_LIMIT_DEADLINE';

/** Whether another start may end otherwise: what is missing or refused stays so until somebody acts. */
export const mayHeal = (code: Code): boolean => /^HG_(GUEST|LIMIT)_/.test(code);
