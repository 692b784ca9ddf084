import { accessSync, closeSync, constants, mkdirSync, openSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuestLimits } from '../limits/limits.ts';

/** A control group (v2) in which this process may make others, or why there is none. */
export interface Delegation {
  readonly folder: string | null;
  /** Of `memory`, `pids`, `cpu`, `io`: those that children can be given. */
  readonly controllers: readonly string[];
  readonly why: string;
}

const WANTED = ['memory', 'pids', 'cpu', 'io'];
const none = (why: string): Delegation => ({ folder: null, controllers: [], why });

/**
 * Looks for a delegated control group, and tries it: makes a child, sets its limits, and removes it.
 *
 * Not run on a real tree yet: held to one made up in a folder.
 *
 * @param proc - `/proc/self`, or what stands in for it. @see Documentation/admin-guide/cgroup-v2.rst, "Delegation"
 */
export function findDelegation(proc: string = '/proc/self'): Delegation {
  const folder = ownFolder(read(join(proc, 'cgroup')), read(join(proc, 'mountinfo')));
  if (folder === null) return none('no control group of version 2 is mounted here');
  const controllers = read(join(folder, 'cgroup.controllers'))
    .split(/\s+/)
    .filter((name) => WANTED.includes(name));
  if (!['memory', 'pids'].every((name) => controllers.includes(name)))
    return none(`control groups of version 2 have ${controllers.join(', ') || 'no controller'} here`);
  try {
    for (const name of ['.', 'cgroup.procs', 'cgroup.subtree_control']) accessSync(join(folder, name), constants.W_OK);
    enable(folder, controllers);
    makeGroup({ folder, controllers, why: '' }, { memoryBytes: 2 ** 26 }, 'trial').remove();
    return { folder, controllers, why: '' };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // "No internal processes": whoever delegated must have put its processes into a leaf.
    return none(
      code === 'EBUSY'
        ? `the control group "${folder}" holds processes, so that it can have no children with limits`
        : `no control group is delegated: ${message}`,
    );
  }
}

const read = (path: string): string => {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
};

/** `0::/path` of cgroup(7), below the mount of type cgroup2 (proc(5), mountinfo: 4th field root, 5th mount point). */
function ownFolder(cgroup: string, mountinfo: string): string | null {
  const path = /^0::(\/.*)$/m.exec(cgroup)?.[1];
  const mount = mountinfo.split('\n').find((line) => line.split(' - ')[1]?.startsWith('cgroup2 '));
  const [, , , root = '', point = ''] = mount?.split(' ') ?? [];
  if (path === undefined || point === '' || path.split('/').includes('..')) return null;
  const inside = root !== '/' && path.startsWith(root) ? path.slice(root.length) : path;
  return join(point, inside);
}

function enable(folder: string, controllers: readonly string[]): void {
  const enabled = read(join(folder, 'cgroup.subtree_control')).split(/\s+/);
  const lacking = controllers.filter((name) => !enabled.includes(name));
  if (lacking.length > 0) writeFileSync(join(folder, 'cgroup.subtree_control'), lacking.map((name) => `+${name}`).join(' '));
}

/** A control group of one guest. */
export interface Group {
  readonly name: string;
  readonly controllers: readonly string[];
  /** Its `cgroup.procs`, open to be written: the launcher enters by it, and closes it. */
  readonly descriptor: number;
  closeDescriptor(): void;
  /** Kills what is left in it, and removes it. */
  remove(): void;
}

const MiB = 2 ** 20;
/** Page tables, pipes, and pages of the files that are mapped: what RLIMIT_DATA does not count. */
const KERNEL_BYTES = 64 * MiB;
const PROCESSES = 64;
/** Relative share against others who want the processor as well (100 is everybody's); a guest with nothing beside it gets it all. */
const WEIGHT = 50;

let count = 0;

export function makeGroup({ folder, controllers }: Delegation, { memoryBytes }: Pick<GuestLimits, 'memoryBytes'>, about: string = 'guest'): Group {
  count += 1;
  const name = `horngate-${about}-${process.pid}-${count}`;
  const path = join(folder ?? '', name);
  mkdirSync(path);
  const remove = (): void => removeGroup(path);
  try {
    const settings: [string, string, number | string][] = [
      ['memory', 'memory.max', memoryBytes + KERNEL_BYTES],
      ['memory', 'memory.swap.max', 0],
      ['memory', 'memory.oom.group', 1],
      ['pids', 'pids.max', PROCESSES],
      ['cpu', 'cpu.weight', WEIGHT],
      ['io', 'io.weight', WEIGHT],
    ];
    for (const [controller, file, value] of settings) if (controllers.includes(controller)) set(join(path, file), String(value));
    const descriptor = openSync(join(path, 'cgroup.procs'), constants.O_WRONLY | constants.O_CREAT);
    let open = true;
    const closeDescriptor = (): void => {
      if (open) closeSync(descriptor);
      open = false;
    };
    return { name, controllers, descriptor, closeDescriptor, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** Kernels without swap accounting or an I/O scheduler lack two of the files. */
function set(path: string, value: string): void {
  try {
    writeFileSync(path, value);
  } catch (error) {
    if (!/swap\.max|oom\.group|io\.weight/.test(path)) throw error;
  }
}

function removeGroup(path: string): void {
  for (const work of [() => writeFileSync(join(path, 'cgroup.kill'), '1'), () => rmdirSync(path)])
    try {
      work();
    } catch {
      // Linux before 5.14 has no cgroup.kill; a group that dies a moment later is empty, and costs its owner nothing
    }
}

/** Whether the process is in the group, as the kernel tells: `/proc/<pid>/cgroup`. */
export const inGroup = (pid: number, name: string, proc: string = '/proc'): boolean =>
  read(join(proc, String(pid), 'cgroup'))
    .split('\n')
    .some((line) => line.startsWith('0::') && line.endsWith(`/${name}`));

/** The same limits through the user's own service manager: `systemd-run` executes the command in a scope, in its own place. @see systemd-run(1), systemd.resource-control(5) */
export const scopeArguments = ({ memoryBytes }: Pick<GuestLimits, 'memoryBytes'>, command: readonly string[]): string[] => [
  ...['systemd-run', '--user', '--scope', '--quiet', '--collect'],
  ...[
    '-p',
    `MemoryMax=${memoryBytes + KERNEL_BYTES}`,
    '-p',
    'MemorySwapMax=0',
    '-p',
    `TasksMax=${PROCESSES}`,
    '-p',
    `CPUWeight=${WEIGHT}`,
    '-p',
    `IOWeight=${WEIGHT}`,
  ],
  '--',
  ...command,
];
