import { defineLine } from '../define-line.ts';
import type { Host } from '../host.ts';

/** `/proc/swaps`: a header, then file name, type, size, used, priority. Compressed memory (zram) is no disk; a device mapper named CRYPT-… is encrypted. */
export const swap = defineLine({
  id: 'memory/swap',
  severity: 'medium',
  about: 'Memory that is written to a disk',
  why: 'Weights, inputs and answers of tenants come to lie on the disk, where they stay after the process is gone.',
  fix: 'swapoff -a, or swap to an encrypted device (crypttab with a random key).',
  source: 'swapon(8), crypttab(5)',
  *read(host) {
    for (const row of (host.text('/proc/swaps') ?? '').split('\n').slice(1)) {
      const name = row.split(/\s+/, 1)[0] ?? '';
      if (name !== '' && !inMemory(name) && !isEncrypted(host, name))
        yield { path: '/proc/swaps', message: `Memory is swapped to "${name}", which is not known to be encrypted` };
    }
  },
});

const inMemory = (name: string): boolean => /^\/dev\/zram\d+$/.test(name);

const isEncrypted = (host: Host, name: string): boolean => {
  const device = /^\/dev\/(dm-\d+)$/.exec(name)?.[1];
  return device !== undefined && (host.text(`/sys/block/${device}/dm/uuid`) ?? '').startsWith('CRYPT-');
};
