import { defineLine } from '../define-line.ts';

/** Answers that the filters of guests give; `errno` and `kill_process` are what makes a forbidden call fail. */
const NEEDED = ['kill_process', 'errno', 'allow'];

export const seccomp = defineLine({
  id: 'kernel/seccomp',
  severity: 'high',
  about: 'System call filters',
  why: 'They keep sockets, processes and new code from a guest; without them no guest starts.',
  fix: 'Use a kernel with CONFIG_SECCOMP_FILTER, 4.14 or later.',
  source: 'Documentation/userspace-api/seccomp_filter.rst of Linux',
  *read(host) {
    const path = '/proc/sys/kernel/seccomp/actions_avail';
    const actions = host.text(path);
    if (actions === undefined && host.facts.platform !== 'linux') return;
    const absent = NEEDED.filter((action) => !(actions ?? '').split(' ').includes(action));
    if (absent.length > 0) yield { path, message: `The kernel's system call filters lack ${absent.join(', ')}` };
  },
});
