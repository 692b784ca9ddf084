import type { Cases } from '../line.testing.ts';

const nvrm = (version: string) => ({
  '/proc/driver/nvidia/version': `NVRM version: NVIDIA UNIX x86_64 Kernel Module  ${version}  Tue Sep 16 16:48:57 UTC 2026\nGCC version:  gcc version 12.2.0\n`,
});
const openModule = (version: string) => ({
  '/proc/driver/nvidia/version': `NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  ${version}  Release Build  (dvs-builder@U22)  Tue Sep 16\n`,
});
const params = (row: string) => ({ '/proc/driver/nvidia/params': `ModifyDeviceFiles: 1\n${row}\nPreserveVideoMemoryAllocations: 1\n` });
const closed = [0o660, ''] as const;
const open = [0o666, ''] as const;
const CAPABILITIES = '/proc/driver/nvidia/capabilities';

export const ACCELERATOR: Readonly<Record<string, Cases>> = {
  'accelerator/nvidia-devices': {
    reports: [
      { name: 'for one group', files: { '/dev/nvidia0': closed, '/dev/nvidiactl': closed }, says: [['low', /There is a GPU, "\/dev\/nvidia0"/]] },
      {
        name: 'for everybody',
        files: { '/dev/nvidia0': open, '/dev/nvidia-uvm': open },
        says: [
          ['medium', /Every user may open "\/dev\/nvidia-uvm"/],
          ['medium', /Every user may open "\/dev\/nvidia0"/],
        ],
      },
    ],
    silent: [{ name: 'no GPU', files: { '/dev/null': open, '/dev/nvram': closed } }],
  },
  'accelerator/nvidia-driver': {
    reports: [
      { name: 'a branch that is mended later', files: nvrm('580.95.05'), says: [['high', /580\.95\.05 has known faults, mended in 580\.178\.04/]] },
      { name: 'the open module', files: openModule('595.71.05'), says: [['high', /595\.71\.05 .* 595\.91\.07/]] },
      { name: 'the last but one', files: nvrm('580.178.03'), says: [['high', /mended/]] },
      { name: 'a branch that gets no more', files: nvrm('535.309.01'), says: [['high', /branch/]] },
      { name: 'a text that we do not know', files: { '/proc/driver/nvidia/version': 'NVRM\n' }, says: [], untold: '/proc/driver/nvidia/version' },
    ],
    silent: [
      { name: 'mended', files: nvrm('580.178.04') },
      { name: 'later in its branch', files: openModule('615.80.01') },
      { name: 'a later branch', files: nvrm('700.10.01') },
      { name: 'no driver' },
    ],
  },
  'accelerator/nvidia-counters': {
    reports: [
      { name: 'for everybody', files: params('RmProfilingAdminOnly: 0'), says: [['medium', /counters/]] },
      { name: 'an older name', files: params('RestrictProfilingToAdminUsers: 0'), says: [['medium', /counters/]] },
    ],
    silent: [{ name: 'for administrators', files: params('RmProfilingAdminOnly: 1') }, { name: 'no driver' }],
  },
  'accelerator/mig': {
    reports: [
      { name: 'whole', files: { '/dev/nvidia0': closed }, says: [['low', /"\/dev\/nvidia0" is not divided/]], untold: '/dev/nvidia0' },
      {
        name: 'one of two',
        files: { '/dev/nvidia0': closed, '/dev/nvidia1': closed, [`${CAPABILITIES}/gpu0/mig/gi1/access`]: 'DeviceFileMinor: 12\n' },
        says: [['low', /nvidia1/]],
      },
    ],
    silent: [{ name: 'no GPU' }, { name: 'divided', files: { '/dev/nvidia0': closed, [`${CAPABILITIES}/gpu0/mig/gi7/access`]: 'DeviceFileMinor: 66\n' } }],
  },
  'accelerator/mps': {
    reports: [
      { name: 'a server', files: { '/proc/41/comm': 'bash\n', '/proc/42/comm': 'nvidia-cuda-mps\n' }, says: [['high', /process 42/]] },
      { name: 'its pipe alone', files: { '/tmp/nvidia-mps/control': '' }, says: [['medium', /control pipe/]] },
    ],
    silent: [{ name: 'none', files: { '/proc/41/comm': 'node\n', '/proc/self/comm': 'nvidia-cuda-mps\n' } }],
  },
  'accelerator/amd': {
    reports: [
      { name: 'for one group', files: { '/dev/kfd': closed }, says: [['medium', /AMD/]] },
      { name: 'for everybody', files: { '/dev/kfd': open }, says: [['high', /every user/]] },
    ],
    silent: [{ name: 'a screen only', files: { '/dev/dri/card0': closed } }],
  },
  'accelerator/tpu': {
    reports: [
      { name: 'a chip', files: { '/dev/accel0': closed }, says: [['low', /"\/dev\/accel0"/]] },
      { name: 'in a folder, for everybody', files: { '/dev/accel/accel1': open }, says: [['medium', /"\/dev\/accel\/accel1", which every user/]] },
      { name: 'its library', files: { '/usr/lib/libtpu.so': '' }, says: [['info', /libtpu/]] },
      { name: 'its logs', files: { '/tmp/tpu_logs/tpu_driver.INFO': '' }, says: [['low', /logs/]] },
    ],
    silent: [{ name: 'none', files: { '/dev/accelerometer': open, '/usr/lib/libtpu.txt': '' } }],
  },
  'accelerator/vfio': {
    reports: [
      { name: 'a group', files: { '/dev/vfio/12': closed, '/dev/vfio/vfio': open }, says: [['low', /"\/dev\/vfio\/12"$/]] },
      { name: 'a group for everybody', files: { '/dev/vfio/12': open }, says: [['high', /by every user/]] },
      { name: 'no IOMMU', files: { '/dev/vfio/noiommu-0': closed }, says: [['critical', /without an IOMMU/]] },
      { name: 'unsafe interrupts', files: { '/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts': 'Y\n' }, says: [['high', /interrupts/]] },
    ],
    silent: [{ name: 'the module alone', files: { '/dev/vfio/vfio': open, '/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts': 'N\n' } }],
  },
};
