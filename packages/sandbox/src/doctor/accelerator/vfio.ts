import { defineLine } from '../define-line.ts';

/** VFIO hands a whole device to a process; only the IOMMU keeps that device from reading all memory. */
export const vfio = defineLine({
  id: 'accelerator/vfio',
  severity: 'low',
  about: 'Devices that are handed to processes (VFIO), and the IOMMU before them',
  why: 'A device that a process drives by itself reads and writes memory directly; without an IOMMU, all of it.',
  fix: 'Boot with the IOMMU on (intel_iommu=on), leave noiommu and allow_unsafe_interrupts off, and give groups to one user each.',
  source: 'Documentation/driver-api/vfio.rst of Linux',
  *read(host) {
    for (const name of host.names('/dev/vfio').filter((name) => name !== 'vfio' && name !== 'devices')) {
      const path = `/dev/vfio/${name}`;
      const bare = name.startsWith('noiommu-');
      const open = ((host.mode(path) ?? 0) & 0o006) !== 0;
      yield {
        path,
        severity: bare ? 'critical' : open ? 'high' : 'low',
        message: `A device may be handed to a process, "${path}"${bare ? ', without an IOMMU' : ''}${open ? ', by every user' : ''}`,
      };
    }
    const unsafe = '/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts';
    if (host.text(unsafe) === 'Y') yield { path: unsafe, severity: 'high', message: 'Devices may send interrupts that are not remapped' };
  },
});
