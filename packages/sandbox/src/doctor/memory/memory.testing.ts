import type { Cases } from '../line.testing.ts';

const SWAPS = 'Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n';
const THP = '/sys/kernel/mm/transparent_hugepage/enabled';

export const MEMORY: Readonly<Record<string, Cases>> = {
  'memory/ksm': {
    reports: [{ name: 'running', files: { '/sys/kernel/mm/ksm/run': '1\n' }, says: [['medium', /merged/]] }],
    silent: [
      { name: 'stopped', files: { '/sys/kernel/mm/ksm/run': '0\n' } },
      { name: 'unmerged', files: { '/sys/kernel/mm/ksm/run': '2\n' } },
      { name: 'a kernel without it' },
    ],
  },
  'memory/huge-pages': {
    reports: [{ name: 'always', files: { [THP]: '[always] madvise never\n' }, says: [['low', /huge pages/]] }],
    silent: [
      { name: 'madvise', files: { [THP]: 'always [madvise] never\n' } },
      { name: 'never', files: { [THP]: 'always madvise [never]\n' } },
    ],
  },
  'memory/swap': {
    reports: [
      { name: 'a partition', files: { '/proc/swaps': `${SWAPS}/dev/sda2 partition\t2097148\t0\t-2\n` }, says: [['medium', /\/dev\/sda2/]] },
      { name: 'a file', files: { '/proc/swaps': `${SWAPS}/swapfile file\t2097148\t0\t-2\n` }, says: [['medium', /\/swapfile/]] },
      {
        name: 'a volume that is not encrypted',
        files: { '/proc/swaps': `${SWAPS}/dev/dm-1 partition\t2097148\t0\t-2\n`, '/sys/block/dm-1/dm/uuid': 'LVM-abc\n' },
        says: [['medium', /dm-1/]],
      },
    ],
    silent: [
      { name: 'none', files: { '/proc/swaps': SWAPS } },
      { name: 'compressed memory', files: { '/proc/swaps': `${SWAPS}/dev/zram0 partition\t2097148\t0\t100\n` } },
      { name: 'encrypted', files: { '/proc/swaps': `${SWAPS}/dev/dm-0 partition\t2097148\t0\t-2\n`, '/sys/block/dm-0/dm/uuid': 'CRYPT-PLAIN-swap\n' } },
    ],
  },
  'memory/ecc': {
    reports: [
      { name: 'no controller', says: [['info', /ECC/]] },
      { name: 'errors', files: { '/sys/devices/system/edac/mc/mc0/ue_count': '3\n' }, says: [['high', /^3 errors/]] },
    ],
    silent: [{ name: 'a controller', files: { '/sys/devices/system/edac/mc/mc0/ue_count': '0\n', '/sys/devices/system/edac/mc/power/control': 'auto\n' } }],
  },
};
