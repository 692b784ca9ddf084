import { defineLine } from '../define-line.ts';

/** 0 stopped, 1 running, 2 stopped and unmerged. */
export const ksm = defineLine({
  id: 'memory/ksm',
  severity: 'medium',
  about: 'Merging of equal pages (KSM)',
  why: 'A write to a merged page takes longer, so a process can learn whether another one holds a page that it guesses.',
  fix: 'echo 2 > /sys/kernel/mm/ksm/run',
  source: 'Documentation/admin-guide/mm/ksm.rst of Linux',
  *read(host) {
    const path = '/sys/kernel/mm/ksm/run';
    if (host.text(path) === '1') yield { path, message: 'Equal pages of different processes are merged' };
  },
});
