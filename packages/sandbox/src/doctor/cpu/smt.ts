import { defineLine } from '../define-line.ts';

/** The kernel's own word; below a hypervisor it says what the virtual machine is told. */
export const smt = defineLine({
  id: 'cpu/smt',
  severity: 'medium',
  about: 'Two threads on one processor core',
  why: 'Two tenants on one core share its first caches, its buffers and its execution units, which each can time or, on affected processors, read.',
  fix: 'Boot with nosmt, or set "coreScheduling" or "cpus" of the policy\'s section "sandbox".',
  source: 'Documentation/admin-guide/hw-vuln/core-scheduling.rst of Linux',
  *read(host) {
    const path = '/sys/devices/system/cpu/smt/active';
    const active = host.text(path);
    if (active === undefined) host.untold(path, 'the kernel does not say whether cores have two threads');
    if (active === '1') yield { path, message: 'Processor cores run two threads at once' };
  },
});
