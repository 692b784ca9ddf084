import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostile, noL2 } from './guest.testing.ts';
import { Assembly, type Operand } from './launcher/assembler.ts';
import { sharedObject } from './launcher/elf.ts';
import { x8664 } from './launcher/x86-64.ts';
import { CALLS } from './layers/seccomp/calls-x86-64.ts';
import { compileFilter } from './layers/seccomp/filter.ts';
import { lockPolicy } from './layers/seccomp/policies.ts';
import { openFolder } from './stage.testing.ts';

/**
 * Hostile machine code in a runner's place: a shared object whose initialiser makes one system call and ends the process with its result.
 * What a script cannot say (a shared mapping, a foreign execve, ptrace) is tried here for real.
 */
const BASE = 100;
const folder = openFolder();
const number = (name: string): number => CALLS.get(name) ?? -1;

type Arguments = (assembly: Assembly) => Operand[];

function probeObject(name: string, args: Arguments, locked: boolean): Uint8Array {
  const assembly = new Assembly(x8664);
  if (locked) lock(assembly);
  assembly.call(number(name), args(assembly));
  assembly.add(x8664.exitWithResult(BASE));
  return sharedObject(assembly);
}

/** The same filter as the lock object's, by other code. */
function lock(assembly: Assembly): void {
  const filter = compileFilter(lockPolicy(true));
  const program = assembly.data(Uint8Array.of((filter.byteLength / 8) & 0xff, (filter.byteLength / 8) >> 8, ...new Uint8Array(14)));
  assembly.add(x8664.point({ offset: program.offset + 8 }, assembly.data(filter)));
  assembly.call(number('seccomp'), [1, 1, program], 99);
}

const numbers =
  (...values: number[]): Arguments =>
  () =>
    values;
const path =
  (text: string, before: number[], after: number[]): Arguments =>
  (assembly) => [...before, assembly.text(text), ...after];

const DEATH = 'SIGSYS';
const [EPERM, EACCES, ENOTTY, ENOSYS, ENOENT] = [1, 13, 25, 38, 2];

/** Call, arguments, and what it must end with before and after the lock: an error number, or death. */
const PROBES: readonly (readonly [string, string, Arguments, number | typeof DEATH, number | typeof DEATH])[] = [
  ['makes a socket', 'socket', numbers(2, 1, 0), EPERM, EPERM],
  ['makes a pair of sockets', 'socketpair', numbers(1, 1, 0, 0), EPERM, DEATH],
  ['maps shared memory', 'mmap', numbers(0, 4096, 3, 0x21, -1, 0), EPERM, EPERM],
  ['maps memory where the launcher was', 'mmap', numbers(0x40000, 4096, 3, 0x32, -1, 0), EPERM, EPERM],
  ['executes another program', 'execve', path('/bin/sh', [], [0, 0]), DEATH, DEATH],
  ['executes by descriptor', 'execveat', path('/bin/sh', [-100], [0, 0, 0]), DEATH, DEATH],
  ['forks', 'fork', numbers(), EPERM, DEATH],
  ['clones a process', 'clone', numbers(17, 0, 0, 0, 0), EPERM, EPERM],
  ['clones a process the new way', 'clone3', numbers(0, 88), ENOSYS, ENOSYS],
  ['enters a new user namespace', 'unshare', numbers(0x10000000), DEATH, DEATH],
  ['traces its parent', 'ptrace', numbers(16, process.pid, 0, 0), DEATH, DEATH],
  ["reads its parent's memory", 'process_vm_readv', numbers(process.pid, 0, 0, 0, 0, 0), DEATH, DEATH],
  ['kills its parent', 'kill', numbers(process.pid, 9), EPERM, DEATH],
  ['kills by descriptor', 'pidfd_open', numbers(process.pid, 0), DEATH, DEATH],
  ['opens a file', 'openat', path('/etc/passwd', [-100], [0, 0]), EACCES, EPERM],
  ["opens its parent's environment", 'openat', path(`/proc/${process.pid}/environ`, [-100], [0, 0]), EACCES, EPERM],
  ['writes a file', 'openat', path('/tmp/horngate-native', [-100], [0o101, 0o644]), EACCES, EPERM],
  ['makes a file in memory', 'memfd_create', path('x', [], [0]), ENOSYS, DEATH],
  ['types into the terminal', 'ioctl', numbers(0, 0x5412, 0), ENOTTY, EPERM],
  ['raises its own limits', 'prlimit64', (assembly) => [0, 2, assembly.data(new Uint8Array(16).fill(0xff)), 0], EPERM, EPERM],
  ['mounts', 'mount', numbers(0, 0, 0, 0, 0), DEATH, DEATH],
  ['loads a kernel program', 'bpf', numbers(0, 0, 0), DEATH, DEATH],
  ['counts events', 'perf_event_open', numbers(0, 0, -1, -1, 0), DEATH, DEATH],
  ['makes a ring of calls', 'io_uring_setup', numbers(1, 0), ENOSYS, DEATH],
  ['handles page faults', 'userfaultfd', numbers(0), ENOSYS, DEATH],
  ['asks for keys', 'keyctl', numbers(0, 0), DEATH, DEATH],
  ['changes how it is executed', 'personality', numbers(0x0400000), DEATH, DEATH],
  ['makes a page executable', 'mprotect', numbers(0, 0, 4), 0, EACCES],
];

/** Before the lock Landlock answers for paths that exist; in namespaces most do not. */
const expected = (wanted: number | typeof DEATH, level: string): readonly string[] => {
  if (wanted === DEATH) return ['it made another'];
  const answers = wanted === EACCES && level === 'L2' ? [-EACCES, -ENOENT] : [-wanted];
  return answers.map((value) => `it ended with status ${(BASE + value) & 0xff}`);
};

for (const { level, skip } of [
  { level: 'L1', skip: false },
  { level: 'L2', skip: noL2 },
] as const)
  test(`machine code in a runner's place, at ${level}`, { skip }, async (t) => {
    const run = async (name: string, args: Arguments, locked: boolean): Promise<string> => {
      const object = join(folder, `${name}-${level}-${locked}.so`);
      writeFileSync(object, probeObject(name, args, locked), { mode: 0o644 });
      const guest = await hostile(t, { level, profile: 'runner-jit', ro: [object] });
      guest.probe('load', object).catch(() => undefined);
      return (await guest.exited).message;
    };
    for (const locked of [false, true])
      assert.match(
        await run(locked ? 'madvise' : 'sched_yield', numbers(0, 0, 0), locked),
        /it ended with status 100/,
        'the control: the code runs, and an allowed call succeeds',
      );
    for (const [about, name, args, before, after] of PROBES)
      for (const locked of [false, true])
        await t.test(`${about}, ${locked ? 'after' : 'before'} the lock`, async () => {
          const message = await run(name, args, locked);
          const wanted = expected(locked ? after : before, level);
          assert.ok(
            wanted.some((end) => message.includes(end)),
            `wanted "${wanted.join('" or "')}": ${message}`,
          );
        });
  });
