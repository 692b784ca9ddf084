import { defineLine } from '../define-line.ts';

/** The container line gives a Linux kernel, in which doctor can be asked again. */
const CONTAINER = 'docker run --rm -it --security-opt no-new-privileges -v "$PWD:/models:ro" -w /models node:24-slim npx horngate doctor';

export const platform = defineLine({
  id: 'place/platform',
  severity: 'high',
  about: 'Whether this system has what confines a guest',
  why: "Landlock and system call filters are Linux's; elsewhere a guest has no confinement but WebAssembly's.",
  fix: `Run Horngate in a Linux container or virtual machine: ${CONTAINER}`,
  source: 'docs/threat-model.md of Horngate',
  *read({ facts: { platform: system, architecture, supported } }) {
    if (supported) return;
    if (system === 'darwin') yield { message: 'macOS has no way to confine a guest that we use: nothing better than L0 can be had on it' };
    else if (system !== 'linux') yield { message: `"${system}" has no way to confine a guest that we use: nothing better than L0 can be had on it` };
    else yield { message: `Guests are not confined yet on processors of the kind "${architecture}"`, fix: 'Use a machine with an x86-64 processor.' };
  },
});
