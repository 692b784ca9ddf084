import { defineLine } from '../define-line.ts';

export const hugePages = defineLine({
  id: 'memory/huge-pages',
  severity: 'low',
  about: 'Transparent huge pages',
  why: 'Physically connected memory of 2 MB makes cache sets and rows of memory easier to aim at, and a guest takes more memory than it asked for.',
  fix: 'echo madvise > /sys/kernel/mm/transparent_hugepage/enabled',
  source: 'Documentation/admin-guide/mm/transhuge.rst of Linux',
  *read(host) {
    const path = '/sys/kernel/mm/transparent_hugepage/enabled';
    if (host.text(path)?.includes('[always]') === true) yield { path, message: 'Every process gets huge pages, asked for or not' };
  },
});
