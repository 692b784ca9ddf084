/** A protection that failed while a guest was being started: its exit status, its id, and what it does. */
export interface LauncherExit {
  readonly status: number;
  readonly protection: string;
  readonly about: string;
}

/** What the launcher (101 to 117) and the lock object (120 to 122) end with. Each failed protection ends the start: there is no going on without it. */
export const LAUNCHER_EXITS = [
  { status: 101, protection: 'sandbox/close-descriptors', about: 'close inherited descriptors' },
  { status: 102, protection: 'sandbox/die-with-parent', about: 'end with the parent' },
  { status: 103, protection: 'sandbox/limits', about: 'set a resource limit' },
  { status: 104, protection: 'sandbox/no-new-privileges', about: 'give up new privileges' },
  { status: 105, protection: 'sandbox/landlock', about: 'make a Landlock rule set' },
  { status: 106, protection: 'sandbox/landlock', about: 'open a path that it allows' },
  { status: 107, protection: 'sandbox/landlock', about: 'add a path to the rule set' },
  { status: 108, protection: 'sandbox/landlock', about: 'apply the rule set' },
  { status: 109, protection: 'sandbox/seccomp-start', about: 'apply the first system call filter' },
  { status: 110, protection: 'sandbox/start', about: 'execute the guest' },
  { status: 112, protection: 'sandbox/uid-drop', about: 'give up supplementary groups' },
  { status: 113, protection: 'sandbox/uid-drop', about: 'change the group' },
  { status: 114, protection: 'sandbox/uid-drop', about: 'change the user' },
  { status: 115, protection: 'sandbox/capabilities', about: 'drop a capability for good' },
  { status: 116, protection: 'sandbox/measured-first', about: 'be measured by its parent before it executes the guest' },
  { status: 117, protection: 'sandbox/cgroup', about: 'enter its control group' },
  { status: 118, protection: 'sandbox/affinity', about: 'keep to its processors' },
  { status: 119, protection: 'sandbox/core-scheduling', about: 'share no core with another process' },
  { status: 120, protection: 'sandbox/no-new-privileges', about: 'give up new privileges in the lock' },
  { status: 121, protection: 'sandbox/seccomp-lock', about: 'apply the second system call filter' },
  { status: 122, protection: 'sandbox/measured-first', about: 'be measured by its parent after the lock' },
] as const satisfies readonly LauncherExit[];

export type LauncherStatus = (typeof LAUNCHER_EXITS)[number]['status'];

export const exitOfLauncher = (status: number | null): LauncherExit | undefined => LAUNCHER_EXITS.find((row) => row.status === status);
