import { defineLine } from '../define-line.ts';

export const bubblewrap = defineLine({
  id: 'place/bubblewrap',
  severity: 'medium',
  about: 'Whether bubblewrap starts here',
  why: "Without it there is no level L2: a guest shares the host's lists of processes, mounts and names.",
  fix: 'Install it (apt install bubblewrap), and allow user namespaces.',
  source: 'docs/threat-model.md of Horngate',
  *read({ facts: { capability } }) {
    if (capability === null || capability.bubblewrap.works) return;
    const { path, why } = capability.bubblewrap;
    yield {
      message: path === null ? 'bubblewrap is not installed' : why,
      ...(path === null ? {} : { fix: 'Allow user namespaces: see the lines "kernel/namespaces" and "kernel/apparmor-userns".' }),
    };
  },
});
