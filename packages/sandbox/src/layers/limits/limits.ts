import { readFileSync } from 'node:fs';
import type { Limit } from '../../launcher/launcher.ts';

export interface GuestLimits {
  /** Private writable memory: heap, stacks, libraries' data, privately mapped files. */
  readonly memoryBytes: number;
  readonly cpuSeconds: number;
  /** Largest file that the guest may write; 0: none. */
  readonly fileBytes: number;
  readonly openFiles: number;
  /** Wall time of the start, and of each call that names no other. */
  readonly deadlineMs: number;
}

const MiB = 2 ** 20;

/**
 * Addresses, besides memory: V8 reserves under 1 GiB, a WebAssembly memory 10 GiB, weights are mapped. What is only read there takes no memory that RLIMIT_DATA
 * counts, but a page of page tables for each 2 MiB: 64 MiB for all of it. It also keeps a guest from filling all addresses, until only the launcher's old ones
 * are left.
 */
const ADDRESS_BYTES = 32 * 2 ** 30;
/**
 * Less than any dump, so none is written; and exactly 1, at which the kernel stops a dump for a pipe too (`|` in core_pattern: systemd-coredump, apport),
 * while at 0 it sends all of it there (fs/coredump.c).
 */
const CORE_BYTES = 1;
/** Each thread's stack has this size, and counts as memory. */
const STACK_BYTES = 4 * MiB;

/**
 * Resource limits of a guest (setrlimit(2)), soft and hard the same but for CPU, where SIGXCPU comes two seconds before SIGKILL.
 *
 * @param maxThreads - RLIMIT_NPROC, counted per user: null where the guest shares its user with others' processes.
 * @param ceilings - hard limits of the parent by resource, above which nobody but root may go.
 */
export function limitsOf(limits: GuestLimits, maxThreads: number | null, ceilings: ReadonlyMap<number, number> = hardLimits()): readonly Limit[] {
  const both = (resource: number, value: number): Limit => ({ resource, soft: value, hard: value });
  const rows = [
    { resource: 0, soft: limits.cpuSeconds, hard: limits.cpuSeconds + 2 }, // RLIMIT_CPU
    both(1, limits.fileBytes), // RLIMIT_FSIZE
    both(2, limits.memoryBytes), // RLIMIT_DATA
    both(3, STACK_BYTES), // RLIMIT_STACK
    both(4, CORE_BYTES), // RLIMIT_CORE: no copy of a tenant's data in a dump
    both(7, limits.openFiles), // RLIMIT_NOFILE
    both(9, ADDRESS_BYTES + 2 * limits.memoryBytes), // RLIMIT_AS
    ...(maxThreads === null ? [] : [both(6, maxThreads)]), // RLIMIT_NPROC
  ];
  return rows.map(({ resource, soft, hard }) => {
    const ceiling = ceilings.get(resource) ?? Number.POSITIVE_INFINITY;
    return { resource, soft: Math.min(soft, ceiling), hard: Math.min(hard, ceiling) };
  });
}

const NAMES = ['cpu time', 'file size', 'data size', 'stack size', 'core file size', '', 'processes', 'open files', '', 'address space'];

/** Hard limits of this process by RLIMIT number; those without one are absent. */
export function hardLimits(text: string = readFileSync('/proc/self/limits', 'latin1')): ReadonlyMap<number, number> {
  const found = [...text.matchAll(/^Max (.+?) {2,}\S+ +(\d+)/gm)].map(([, name, hard]) => [NAMES.indexOf(name ?? ''), Number(hard)] as const);
  return new Map(found.filter(([resource]) => resource >= 0));
}
