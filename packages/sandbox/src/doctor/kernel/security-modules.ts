import { defineLine } from '../define-line.ts';

const MANDATORY = ['apparmor', 'selinux', 'smack', 'tomoyo'];

export const securityModules = defineLine({
  id: 'kernel/security-modules',
  severity: 'info',
  about: 'Security modules of the kernel',
  why: 'A mandatory policy of the distribution would be one more wall behind ours, around the host as well.',
  fix: 'Enable AppArmor or SELinux in enforcing mode.',
  source: 'Documentation/admin-guide/LSM/index.rst of Linux',
  *read(host) {
    const path = '/sys/kernel/security/lsm';
    const active = host.text(path);
    if (active === undefined) host.untold(path, 'securityfs is not mounted, so the active security modules are not known');
    else if (!active.split(',').some((name) => MANDATORY.includes(name))) yield { path, message: `No mandatory policy is active: ${active}` };
  },
});
