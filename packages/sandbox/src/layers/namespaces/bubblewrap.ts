import { existsSync } from 'node:fs';

/** Where distributions put it; not $PATH, which is the caller's. */
const PLACES = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'];

export const findBubblewrap = (): string | null => PLACES.find((path) => existsSync(path)) ?? null;

/** Namespaces that level L2 means: what /proc/<pid>/ns calls them. */
export const NAMESPACES = ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts'] as const;

export interface Mounts {
  readonly ro: readonly string[];
  readonly rw: string | null;
  /** What stands in for it: the guest's user could not reach the folder itself. */
  readonly rwFrom?: string | undefined;
  /** What `/proc/self/exe` names, where there is no /proc: TensorFlow ends itself when it cannot read the link. */
  readonly exe?: string | undefined;
  /** Files and folders that appear under another name: those that the guest's user cannot reach, copied. */
  readonly copies?: readonly { readonly from: string; readonly to: string }[];
}

/** The one device that a guest may be given: TensorFlow opens it at its start. `--ro-bind` would mount it as a file that is no device. */
export const RANDOM = '/dev/urandom';

/**
 * The command line that runs `command` in namespaces of its own, over a root of nothing but the given paths, under their own names.
 *
 * No /proc, /sys, /dev or /tmp is mounted: Node and ONNX Runtime need none, and `--proc` in a sandbox that root has started let the guest write
 * /proc/sys/kernel/core_pattern, which is root on the host. For the same reason it is never started as root (see `start.ts`).
 * There is no `--new-session`: it already starts as the leader of a session without a terminal (see `start.ts`), and a second one inside would escape a kill of
 * its process group. It passes inherited descriptors on, which is what the guest's files 3, 4, … need; the launcher closes the rest.
 */
export function bubblewrapArguments({ ro, rw, rwFrom, exe, copies = [] }: Mounts, command: string): string[] {
  return [
    '--unshare-user',
    '--unshare-all',
    '--die-with-parent',
    ...['--cap-drop', 'ALL'],
    ...[...new Set([...ro, command])].sort().flatMap((path) => [path === RANDOM ? '--dev-bind' : '--ro-bind', path, path]),
    ...copies.flatMap(({ from, to }) => ['--ro-bind', from, to]),
    ...(rw === null ? [] : ['--bind', rwFrom ?? rw, rw]),
    ...(exe === undefined ? [] : ['--symlink', exe, '/proc/self/exe']),
    ...['--remount-ro', '/'],
    ...['--chdir', '/'],
    '--',
    command,
  ];
}
