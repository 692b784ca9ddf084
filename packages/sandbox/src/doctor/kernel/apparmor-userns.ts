import { defineLine } from '../define-line.ts';

/** Ubuntu from 23.10 on; a profile for bubblewrap comes with it from 25.04 on. Guarded by whether bubblewrap really starts, not by version. */
export const apparmorUserns = defineLine({
  id: 'kernel/apparmor-userns',
  severity: 'medium',
  about: "Ubuntu's restriction of user namespaces",
  why: 'Without user namespaces bubblewrap does not start, so guests stay at level L1.',
  fix: 'Give /usr/bin/bwrap an AppArmor profile that allows "userns" (bwrap-userns-restrict of apparmor-profiles); L1 needs none.',
  source: 'Ubuntu Server documentation, "AppArmor: restrict unprivileged user namespaces"',
  *read(host) {
    const path = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
    if (host.text(path) === '1' && host.facts.capability?.bubblewrap.works !== true)
      yield { path, message: 'AppArmor keeps user namespaces from programs without a profile' };
  },
});
