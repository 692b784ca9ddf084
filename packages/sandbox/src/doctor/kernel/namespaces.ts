import { defineLine } from '../define-line.ts';

const KINDS = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'];

/** A limit of 0 forbids a kind of namespace; Debian has had a switch of its own. */
export const namespaces = defineLine({
  id: 'kernel/namespaces',
  severity: 'medium',
  about: 'Kinds of namespaces that users may make',
  why: 'Level L2 puts a guest into namespaces of its own; without one of them it sees what it need not.',
  fix: 'Raise the limits in /proc/sys/user, and set kernel.unprivileged_userns_clone=1 where it exists.',
  source: 'namespaces(7), Documentation/admin-guide/sysctl/user.rst of Linux',
  *read(host) {
    if (host.facts.platform !== 'linux') return;
    for (const kind of KINDS) {
      const path = `/proc/sys/user/max_${kind}_namespaces`;
      const most = host.text(path);
      if (most === '0') yield { path, message: `No ${kind} namespace may be made` };
      if (most === undefined && !host.has(`/proc/self/ns/${kind}`)) yield { path, message: `The kernel has no ${kind} namespaces` };
    }
    const path = '/proc/sys/kernel/unprivileged_userns_clone';
    if (host.text(path) === '0') yield { path, message: 'Only root may make user namespaces' };
  },
});
