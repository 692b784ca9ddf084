import { lackingOf } from '../../layers/landlock/rules.ts';
import { defineLine } from '../define-line.ts';

/** Asked of the kernel by a program that tries it, not read from a version. */
export const landlock = defineLine({
  id: 'kernel/landlock',
  severity: 'low',
  about: "What this kernel's Landlock cannot refuse, and what does in its place",
  why: 'Landlock decides which files a guest opens; without it there is no level above L0.',
  fix: 'Use Linux 6.12 or later, with "landlock" in the list that the boot parameter "lsm=" gives.',
  source: 'Documentation/userspace-api/landlock.rst of Linux',
  *read(host) {
    const { capability } = host.facts;
    if (capability === null) return;
    const inactive = host.text('/sys/kernel/security/lsm')?.split(',').includes('landlock') === false ? ', and is not among the active security modules' : '';
    if (capability.landlockAbi === 0) yield { severity: 'high', message: `Landlock does not work here${inactive}: no guest is confined` };
    else for (const lacking of lackingOf(capability.landlockAbi)) yield { message: lacking };
  },
});
