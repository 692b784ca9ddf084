import { defineLine } from '../define-line.ts';
import { readMounts } from '../mounts.ts';

const WANTED = ['cpu', 'io', 'memory', 'pids'];

/** cgroup v2 names this process's group in a line `0::/path`; its folder lists the controllers that it was given. */
export const cgroupDelegation = defineLine({
  id: 'kernel/cgroup-delegation',
  severity: 'low',
  about: 'Control groups that guests could be put into',
  why: 'Without them memory, threads and files are bounded by process limits, and shares of processor and disk are not bounded at all.',
  fix: 'Run Horngate as a systemd service with Delegate=cpu io memory pids, or under systemd-run --user --scope -p Delegate=yes.',
  source: 'Documentation/admin-guide/cgroup-v2.rst of Linux, "Delegation"',
  *read(host) {
    if (host.facts.platform !== 'linux') return;
    const group = /^0::(.*)$/m.exec(host.text('/proc/self/cgroup') ?? '')?.[1];
    const root = readMounts(host.text('/proc/self/mountinfo')).find(({ type }) => type === 'cgroup2')?.point;
    if (root === undefined || group === undefined)
      return yield { path: '/proc/self/cgroup', message: 'Control groups are of version 1 or absent: none can be handed to a guest' };
    const path = `${root}${group === '/' ? '' : group}/cgroup.controllers`;
    const given = (host.text(path) ?? '').split(' ');
    const lacking = WANTED.filter((name) => !given.includes(name));
    if (lacking.length > 0) yield { path, message: `The control group of this process was not given: ${lacking.join(', ')}` };
  },
});
