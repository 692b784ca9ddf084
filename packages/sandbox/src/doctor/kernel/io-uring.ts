import { defineLine } from '../define-line.ts';

/** 0 for all, 1 for a group and CAP_SYS_ADMIN, 2 for nobody; absent before Linux 6.6. */
export const ioUring = defineLine({
  id: 'kernel/io-uring',
  severity: 'low',
  about: 'io_uring, which does system calls past filters',
  why: 'No guest can make a ring, but every other program of the host can, and much of what breaks kernels lately has been found there.',
  fix: 'sysctl kernel.io_uring_disabled=2',
  source: 'Documentation/admin-guide/sysctl/kernel.rst of Linux, "io_uring_disabled"',
  *read(host) {
    if (host.facts.platform !== 'linux') return;
    const path = '/proc/sys/kernel/io_uring_disabled';
    const disabled = host.text(path);
    if (disabled === '0') yield { path, message: 'Every process may use io_uring' };
    if (disabled === undefined) host.untold(path, 'this kernel has no switch for io_uring');
  },
});
