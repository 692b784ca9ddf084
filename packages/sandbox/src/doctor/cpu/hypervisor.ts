import { defineLine } from '../define-line.ts';

/** CPUID leaf 1, ECX bit 31, which the kernel shows as a flag. */
export const hypervisor = defineLine({
  id: 'cpu/hypervisor',
  severity: 'info',
  about: 'Whether this is a virtual machine',
  why: 'What this page says of threads, caches and memory is what the hypervisor tells; neighbours on the same hardware are not seen from here.',
  fix: 'Ask whoever runs the hardware about neighbours on one core, memory deduplication and microcode, or take a dedicated host.',
  source: 'Intel SDM volume 2, CPUID leaf 1, ECX bit 31',
  *read(host) {
    if (/^flags\s*:.* hypervisor( |$)/m.test(host.text('/proc/cpuinfo') ?? ''))
      yield { path: '/proc/cpuinfo', message: 'This is a virtual machine: the state of the hardware below it cannot be read' };
  },
});
