import { defineLine } from '../define-line.ts';

/** Intel RDT and AMD QoS: the last level of the cache in parts (CAT). */
export const cachePartition = defineLine({
  id: 'cpu/cache-partition',
  severity: 'info',
  about: 'Whether the last level of the cache can be divided (resctrl)',
  why: 'Tenants on different cores still share the last level of the cache, and can tell which of its sets another one uses.',
  fix: 'Where the processor has cache allocation, mount resctrl and give tenants classes of their own; else give them machines of their own.',
  source: 'Documentation/filesystems/resctrl.rst of Linux',
  *read(host) {
    const path = '/sys/fs/resctrl';
    if (host.has(`${path}/schemata`)) return;
    const able = /^flags\s*:.* cat_l[23]( |$)/m.test(host.text('/proc/cpuinfo') ?? '');
    yield {
      path,
      message: able ? 'The processor can divide its cache, and resctrl is not mounted' : 'The cache is not divided (no resctrl)',
      severity: able ? 'low' : 'info',
    };
  },
});
