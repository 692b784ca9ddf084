import type { Cases } from '../line.testing.ts';

const bwrap = (path: string | null, works: boolean, why = '') => ({ capability: { level: 'L1', landlockAbi: 7, bubblewrap: { path, works, why } } }) as const;

const ROOT = '23 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw\n';
const mount = (point: string, options: string): string => `40 23 0:30 / ${point} ${options} shared:2 - tmpfs tmpfs rw\n`;
const mounts = (...rows: readonly string[]) => ({ '/proc/self/mountinfo': [ROOT, ...rows].join('') });

export const PLACE: Readonly<Record<string, Cases>> = {
  'place/platform': {
    reports: [
      {
        name: 'macOS',
        facts: { platform: 'darwin', architecture: 'arm64', supported: false, capability: null },
        says: [['high', /macOS.*nothing better than L0/]],
      },
      { name: 'Windows', facts: { platform: 'win32', supported: false, capability: null }, says: [['high', /"win32"/]] },
      { name: 'another processor', facts: { architecture: 'arm64', supported: false, capability: null }, says: [['high', /"arm64"/]] },
    ],
    silent: [{ name: 'Linux on x64' }],
  },
  'place/bubblewrap': {
    reports: [
      { name: 'not installed', facts: bwrap(null, false, 'bubblewrap is not installed'), says: [['medium', /not installed/]] },
      {
        name: 'does not start',
        facts: bwrap('/usr/bin/bwrap', false, 'bubblewrap does not start here: setting up uid map: Permission denied'),
        says: [['medium', /uid map/]],
      },
    ],
    silent: [{ name: 'works' }, { name: 'not tried', facts: { capability: null } }],
  },
  'place/noexec': {
    reports: [
      { name: 'its own mount', files: mounts(mount('/var/lib/horngate', 'rw,nosuid,noexec')), says: [['high', /on "\/var\/lib\/horngate"/]] },
      { name: 'a mount above', files: mounts(mount('/var', 'rw,noexec')), says: [['high', /on "\/var"/]] },
      { name: 'a name with a space', files: mounts(mount('/my\\040home', 'rw,noexec')), facts: { home: '/my home/x' }, says: [['high', /on "\/my home"/]] },
      { name: 'a later mount on the same point', files: mounts(mount('/var', 'rw'), mount('/var', 'rw,noexec')), says: [['high', /noexec/]] },
    ],
    silent: [
      { name: 'executable', files: mounts() },
      { name: 'another mount', files: mounts(mount('/var/lib/horn', 'rw,noexec'), mount('/tmp', 'rw,noexec')) },
      { name: 'a mount between', files: mounts(mount('/var', 'rw,noexec'), mount('/var/lib/horngate', 'rw')) },
    ],
  },
};
