import { defineLine } from '../define-line.ts';

/** 0 allowed, 1 forbidden until the next boot, 2 forbidden. */
export const unprivilegedBpf = defineLine({
  id: 'kernel/unprivileged-bpf',
  severity: 'medium',
  about: 'Programs of users inside the kernel (BPF)',
  why: "Users' programs that run inside the kernel have been the way to train its branches and read its memory (Spectre).",
  fix: 'sysctl kernel.unprivileged_bpf_disabled=2',
  source: 'Documentation/admin-guide/sysctl/kernel.rst of Linux, "unprivileged_bpf_disabled"',
  *read(host) {
    const path = '/proc/sys/kernel/unprivileged_bpf_disabled';
    if (host.text(path) === '0') yield { path, message: 'Every user may load BPF programs' };
  },
});
