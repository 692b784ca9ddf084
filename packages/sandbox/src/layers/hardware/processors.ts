import { readFileSync } from 'node:fs';
import { HorngateError } from '@horngate/core/words';

/** Linux knows at most 8192 processors (NR_CPUS of x86-64). */
const MAX_PROCESSORS = 8192;

/** Numbers of a list as the kernel writes it: `0-1,4,6-7`. @see Documentation/admin-guide/cputopology.rst */
export function readProcessors(text: string): number[] {
  const parts = text.trim() === '' ? [] : text.trim().split(',');
  return parts.flatMap((part) => {
    const [first = 0, last = first] = part.split('-').map(Number);
    const end = Math.min(last, MAX_PROCESSORS - 1);
    return Array.from({ length: Math.max(0, end - first + 1) }, (_, index) => first + index);
  });
}

/** Processors on which this process may run, by its own status. */
export const ownProcessors = (status: string = readFileSync('/proc/self/status', 'latin1')): number[] =>
  readProcessors(/^Cpus_allowed_list:\s*(.*)$/m.exec(status)?.[1] ?? '');

/** The bit mask of sched_setaffinity(2): whole 64-bit words, the first processor in the lowest bit. */
export function processorMask(cpus: readonly number[]): Uint8Array {
  const mask = new Uint8Array(8 * (Math.floor(Math.max(0, ...cpus) / 64) + 1));
  for (const cpu of cpus) mask[cpu >> 3] = (mask[cpu >> 3] ?? 0) | (1 << (cpu & 7));
  return mask;
}

/**
 * The processors that a policy names, when all of them are to be had: the kernel takes those that are and leaves the others out without a word.
 *
 * @throws HG_GUEST_START naming the first that is not.
 */
export function checkProcessors(cpus: readonly number[], own: readonly number[] = ownProcessors()): readonly number[] {
  const absent = cpus.find((cpu) => !own.includes(cpu));
  if (absent === undefined && cpus.length > 0) return cpus;
  throw new HorngateError(
    'HG_GUEST_START',
    `Cannot start a guest as "sandbox/affinity" must hold: processor ${absent ?? '(none)'} is not among those that this process may use (${own.join(',')})`,
  );
}
