import { getSystemErrorName } from 'node:util';
import type { Said } from '../guest.testing.ts';

/** What a probe met: `passed`, the name of an error, the signal that ended the guest, a budget, or `harmed` when the other tenant felt it. */
export type Outcome = string;

/** What a guest said to a probe. A number below 0 is the kernel's answer to one in C. */
export function outcomeOf({ value, error }: Said, ask: string): Outcome {
  if (error === 'ERR_MEMORY_ALLOCATION_FAILED') return 'ENOMEM';
  if (error !== undefined) return /^[A-Z][A-Z0-9_]+$/.test(error) ? error : /allocation failed|out of memory/i.test(error) ? 'ENOMEM' : 'error';
  if (ask !== 'c') return 'passed';
  if (typeof value !== 'number' || value < -4095) return 'did-not-run';
  return value < 0 ? getSystemErrorName(value) : 'passed';
}

/** How a guest that is gone went, from its error. */
export function outcomeOfDeath({ code, message }: { code: string; message: string }): Outcome {
  if (code === 'HG_LIMIT_MEMORY') return 'memory';
  if (code === 'HG_LIMIT_CPU') return 'cpu';
  if (code === 'HG_LIMIT_DEADLINE') return 'deadline';
  if (message.includes('it made another')) return 'SIGSYS';
  // 77: the shell that a probe became.
  const end = (/it ended with (SIG[A-Z]+|status \d+)/.exec(message)?.[1] ?? code).replace(' ', '-');
  if (end === 'status-127') return 'abort'; // abort(3) of a process that may not even signal itself
  return end === 'status-77' ? 'passed' : end;
}

export const escaped = (outcome: Outcome): boolean => ['passed', 'harmed', 'did-not-run'].includes(outcome) || outcome.startsWith('status-');

/** Ends of a guest that ran into a budget: which one comes first is a matter of moments. */
const BUDGETS = ['memory', 'ENOMEM', 'abort', 'cpu', 'deadline'];

/** Names that Node 20 and Node 24 have for a module whose files cannot be opened. */
const UNOPENED = ['MODULE_NOT_FOUND', 'ERR_INVALID_PACKAGE_CONFIG'];
/** A Node that gives up asks for a few more calls before it aborts, and each version for others. */
const ENDED = ['abort', 'SIGSYS'];

export const alike = (one: Outcome, other: Outcome): boolean =>
  one === other || [BUDGETS, UNOPENED, ENDED].some((same) => same.includes(one) && same.includes(other));
