import { defineLine } from '../define-line.ts';

/** core(5): RLIMIT_CORE bounds files, and a program at the end of a pipe gets the whole dump whatever the limit is, unless that is exactly 1. */
export const corePattern = defineLine({
  id: 'kernel/core-pattern',
  severity: 'medium',
  about: 'Where the memory of a crashed process goes',
  why: "A guest's limit of no core file does not hold for a pipe: weights and inputs of a crashed reader reach the program that collects dumps.",
  fix: "sysctl kernel.core_pattern=core, or Storage=none in systemd's coredump.conf.",
  source: 'core(5)',
  *read(host) {
    const path = '/proc/sys/kernel/core_pattern';
    const pattern = host.text(path) ?? '';
    if (/^[|@]/.test(pattern)) yield { path, message: `Dumps of crashed processes are handed to "${pattern.replace(/^[|@]+/, '').split(' ', 1)[0]}"` };
  },
});
