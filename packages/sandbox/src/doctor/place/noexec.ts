import { defineLine } from '../define-line.ts';
import { mountOf } from '../mounts.ts';

export const noexec = defineLine({
  id: 'place/noexec',
  severity: 'high',
  about: 'Whether programs may be started from HORNGATE_HOME',
  why: 'The launcher and the staged runtime lie there; where nothing can be executed, no guest starts.',
  fix: 'Set HORNGATE_HOME to a folder on a file system that is not mounted noexec.',
  source: 'mount(8)',
  *read(host) {
    const mount = mountOf(host.text('/proc/self/mountinfo'), host.facts.home);
    if (mount?.options.includes('noexec') === true)
      yield { path: '/proc/self/mountinfo', message: `HORNGATE_HOME "${host.facts.home}" is on "${mount.point}", which is mounted noexec` };
  },
});
