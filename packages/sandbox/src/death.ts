import { constants } from 'node:os';
import { HorngateError } from '@horngate/core/words';
import { exitOfLauncher } from './launcher/exits.ts';
import { printable } from './reported.ts';

/** How a guest's process ended; through bubblewrap a signal arrives as status 128 + its number. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderrTail: string;
}

const MEMORY = /out of memory|bad_alloc|Cannot allocate memory|Allocation failed|memory exhausted/i;

/**
 * Why a guest is gone, as an error. Its last words are its own claim: they choose between codes of the same consequence, and are shown escaped.
 *
 * @param ready - whether it had said that it takes calls: before that, a launcher's status is a launcher's.
 */
export function errorOfExit(exit: Exit, ready: boolean): HorngateError {
  const signal = exit.signal ?? signalOf(exit.code);
  const failed = exitOfLauncher(exit.code);
  const tail = exit.stderrTail.trim() === '' ? '' : `: ${printable(exit.stderrTail.trim().slice(-600), 600)}`;
  if (failed !== undefined && (!ready || failed.status >= 120))
    return new HorngateError(
      'HG_GUEST_START',
      `Cannot start a guest as "${failed.protection}" must hold: could not ${failed.about} (launcher exit ${failed.status})`,
    );
  if (!ready && exit.stderrTail.startsWith('bwrap: '))
    return new HorngateError('HG_GUEST_START', `Cannot start a guest as "sandbox/namespaces" must hold: bubblewrap failed${tail}`);
  if (signal === 'SIGXCPU') return new HorngateError('HG_LIMIT_CPU', 'Cannot go on with a guest as it must stay within its CPU seconds: it used them up');
  if (signal === 'SIGXFSZ') return new HorngateError('HG_LIMIT_OUTPUT', 'Cannot go on with a guest as it must stay within its file size: it wrote more');
  if (MEMORY.test(exit.stderrTail))
    return new HorngateError('HG_LIMIT_MEMORY', `Cannot go on with a guest as it must stay within its memory: it asked for more${tail}`);
  if (signal === 'SIGSYS')
    return new HorngateError('HG_GUEST_DIED', `Cannot go on with a guest as it must make only the system calls of its profile: it made another${tail}`);
  return new HorngateError('HG_GUEST_DIED', `Cannot go on with a guest as it must live: it ended with ${signal ?? `status ${exit.code}`}${tail}`);
}

function signalOf(code: number | null): NodeJS.Signals | null {
  if (code === null || code <= 128) return null;
  const found = Object.entries(constants.signals).find(([, number]) => number === code - 128);
  return found === undefined ? null : (found[0] as NodeJS.Signals);
}
