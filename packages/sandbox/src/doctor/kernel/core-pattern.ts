import { defineLine } from '../define-line.ts';

/** core(5): RLIMIT_CORE bounds files, and a program at the end of a pipe gets the whole dump whatever the limit is, unless that is exactly 1. */
export const corePattern = defineLine({
  id: 'kernel/core-pattern',
  severity: 'low',
  about: 'Where the memory of a crashed process goes',
  why: "Guests have the one limit at which the kernel stops such a dump, unless their parent's own limit is 0; every other program that holds a tenant's data is collected.",
  fix: "sysctl kernel.core_pattern=core, or Storage=none in systemd's coredump.conf.",
  source: 'core(5)',
  *read(host) {
    const path = '/proc/sys/kernel/core_pattern';
    const pattern = host.text(path) ?? '';
    const reader = pattern.replace(/^[|@]+/, '').split(' ', 1)[0];
    if (pattern.startsWith('|')) yield { path, message: `Dumps of crashed processes are handed to "${reader}"` };
    if (pattern.startsWith('@'))
      yield { path, severity: 'medium', message: `Dumps of crashed processes go to the socket "${reader}", for which no limit is known to hold` };
  },
});
