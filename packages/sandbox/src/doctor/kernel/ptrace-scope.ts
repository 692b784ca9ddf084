import { defineLine } from '../define-line.ts';

/** Yama: 0 any process of the same user, 1 descendants, 2 with CAP_SYS_PTRACE, 3 nobody. */
export const ptraceScope = defineLine({
  id: 'kernel/ptrace-scope',
  severity: 'low',
  about: 'Who may look into another process',
  why: 'No guest may trace anybody, but another program of the same user may read the memory of a guest that is not locked yet.',
  fix: 'sysctl kernel.yama.ptrace_scope=1 (or 2), with "yama" among the security modules.',
  source: 'Documentation/admin-guide/LSM/Yama.rst of Linux',
  *read(host) {
    if (host.facts.platform !== 'linux') return;
    const path = '/proc/sys/kernel/yama/ptrace_scope';
    const scope = host.text(path);
    if (scope === undefined) yield { path, message: 'Yama is not active: every process may trace others of its user' };
    else if (scope === '0') yield { path, message: 'Every process may trace others of its user' };
  },
});
