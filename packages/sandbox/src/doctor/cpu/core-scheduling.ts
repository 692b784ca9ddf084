import { defineLine } from '../define-line.ts';

/** Asked of the kernel by a program that tries it (`buildCoreProbe`), not read from a version. */
export const coreScheduling = defineLine({
  id: 'cpu/core-scheduling',
  severity: 'medium',
  about: 'Whether a guest can keep others off its core',
  why: 'Without it a tenant cannot be kept off the second thread of a core on which another tenant computes.',
  fix: 'Use a kernel with CONFIG_SCHED_CORE (5.14 or later), or boot with nosmt.',
  source: 'Documentation/admin-guide/hw-vuln/core-scheduling.rst of Linux',
  *read(host) {
    const { coreScheduling: found, platform } = host.facts;
    const single = host.text('/sys/devices/system/cpu/smt/active') === '0';
    if (found === 'absent' && single)
      yield { severity: 'info', message: 'The kernel has no core scheduling (PR_SCHED_CORE); its cores run one thread each, as far as it is told' };
    if (found === 'absent' && !single) yield { message: 'The kernel has no core scheduling (PR_SCHED_CORE), and its cores may run two threads' };
    if (found === 'not tried' && platform === 'linux') yield { severity: 'info', message: 'Core scheduling could not be tried' };
  },
});
