import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CALLS } from './calls-x86-64.ts';
import { ALLOW, compileFilter, errno, KILL } from './filter.ts';
import { GUARD, kerasLockPolicy, lockPolicy, startPolicy } from './policies.ts';
import { simulate } from './simulate.testing.ts';

const POINTER = 0x40000;
const FILTERS = {
  'reader with a folder': compileFilter(startPolicy('reader', POINTER, true)),
  'reader and decoder': compileFilter(startPolicy('decoder', POINTER, false)),
  'runner, first stage': compileFilter(startPolicy('runner', POINTER, false)),
  'runner, locked': compileFilter(lockPolicy(true)),
  'runner-jit, locked': compileFilter(lockPolicy(false)),
  'keras, first stage': compileFilter(startPolicy('keras', POINTER, false)),
  'keras, locked': compileFilter(kerasLockPolicy()),
};
const HEADER = '/usr/include/x86_64-linux-gnu/asm/unistd_64.h';

/** Argument sets that make each conditional row say yes at least once. */
const SAMPLES = [[], [0, 0x1000, 3, 0x22, -1], [POINTER, 0x5421], [0x3d0f00], [15, 3], [38, 3], [1, 1, 1, 1], [0, 0, 0o1101], [2, 0x5401, 2, 2]].map((args) =>
  args.map(BigInt),
);

/** Names of the calls that a filter allows for some arguments, and of those that it answers with an error. */
function tableOf(filter: Uint8Array): { allow: string[]; error: string[] } {
  const answers = [...CALLS].map(([name, number]) => [name, SAMPLES.map((args) => simulate(filter, number, args))] as const);
  const allow = answers.filter(([, all]) => all.includes(ALLOW)).map(([name]) => name);
  const error = answers.filter(([, all]) => !all.includes(ALLOW) && all.some((answer) => answer !== KILL)).map(([name]) => name);
  return { allow: allow.sort(), error: error.sort() };
}

/** Reviewed by hand; a call that appears here is a decision. */
const EXPECTED = JSON.parse(readFileSync(fileURLToPath(new URL('./expected.testing.json', import.meta.url)), 'utf8')) as Record<
  string,
  { allow: string; error: string }
>;

test('each filter allows exactly the calls of its reviewed table, of all calls by number', () => {
  for (const [name, filter] of Object.entries(FILTERS)) {
    const { allow, error } = tableOf(filter);
    assert.deepEqual({ allow: allow.join(' '), error: error.join(' ') }, EXPECTED[name], name);
  }
});

test('numbers that no table knows, other architectures and x32 are killed', () => {
  const known = new Set(CALLS.values());
  for (const filter of Object.values(FILTERS)) {
    for (let number = 0; number < 1024; number++) if (!known.has(number)) assert.equal(simulate(filter, number), KILL, String(number));
    assert.equal(simulate(filter, 0x40000000), KILL);
    assert.equal(simulate(filter, 0x40000000 | 1), KILL);
    assert.equal(simulate(filter, 4, [], 0x40000003), KILL, 'i386: its number 4 is write');
    assert.equal(simulate(filter, 64, [], 0xc00000b7), KILL, 'arm64: its number 64 is write');
  }
});

test('numbers are those of the kernel header', { skip: existsSync(HEADER) ? false : 'linux-libc-dev is not installed' }, () => {
  for (const [, name, number] of readFileSync(HEADER, 'utf8').matchAll(/#define __NR_(\w+) (\d+)/g)) assert.equal(CALLS.get(name ?? ''), Number(number), name);
});

const ask = (filter: keyof typeof FILTERS, name: string, ...args: (number | bigint)[]): number =>
  simulate(FILTERS[filter], CALLS.get(name) ?? -1, args.map(BigInt));
const FIRST = ['reader with a folder', 'reader and decoder', 'runner, first stage'] as const;
const LOCKED = ['runner, locked', 'runner-jit, locked'] as const;

test('sandbox/one-execve: only the launcher text can be executed, and nobody can write another there', () => {
  for (const filter of FIRST) {
    assert.equal(ask(filter, 'execve', POINTER), ALLOW);
    for (const pointer of [0, POINTER + 8, POINTER - 1, 2n ** 32n + BigInt(POINTER), 0x7fff00000000n]) assert.equal(ask(filter, 'execve', pointer), KILL);
    assert.equal(ask(filter, 'execveat', 3, POINTER), KILL);
    assert.equal(ask(filter, 'mmap', 0, 4096, 3, 0x22), ALLOW);
    assert.equal(ask(filter, 'mmap', 0x7f0000000000n, 4096, 3, 0x32), ALLOW);
    for (const address of [1, POINTER & ~0xfff, GUARD - 1]) assert.equal(ask(filter, 'mmap', address, 4096, 3, 0x32), errno(1), `mmap ${address}`);
    assert.equal(ask(filter, 'mremap', 0x7f0000000000n, 4096, 4096, 3, POINTER), errno(1));
    assert.equal(ask(filter, 'mremap', 0x7f0000000000n, 4096, 8192, 1, POINTER), ALLOW, 'without MREMAP_FIXED the address is not looked at');
  }
  for (const filter of LOCKED) assert.equal(ask(filter, 'execve', POINTER), KILL);
});

test('sandbox/shared-memory: no shared mapping and none that grows downwards, which no limit counts, before and after the lock', () => {
  for (const filter of [...FIRST, ...LOCKED]) {
    assert.equal(ask(filter, 'mmap', 0, 4096, 3, 0x22), ALLOW, 'private');
    for (const flags of [0x21, 0x01, 0x03, 0x122, 0x100000001n]) assert.equal(ask(filter, 'mmap', 0, 4096, 3, flags), errno(1), `flags ${flags}`);
  }
});

test('sandbox/write-xor-execute: a locked runner maps and makes no executable page; the other one may', () => {
  for (const protection of [4, 5, 7, 0x100000004n]) {
    assert.equal(ask('runner, locked', 'mmap', 0, 4096, protection, 0x22), errno(1));
    assert.equal(ask('runner, locked', 'mprotect', 0, 4096, protection), errno(13));
    assert.equal(ask('runner-jit, locked', 'mmap', 0, 4096, protection, 0x22), ALLOW);
  }
  assert.equal(ask('runner, locked', 'mprotect', 0, 4096, 3), ALLOW);
});

test('threads are made, processes are not', () => {
  for (const filter of FIRST) {
    assert.equal(ask(filter, 'clone', 0x3d0f00), ALLOW);
    for (const flags of [0x11, 0x01200011, 0x3d0f00 | 0x10000000, 0x4111]) assert.equal(ask(filter, 'clone', flags), errno(1), flags.toString(16));
    assert.equal(ask(filter, 'clone3', 0x40000, 88), errno(38), 'glibc falls back to clone');
  }
});

test('files open to read; to write only where there is a folder of its own, and nothing is emptied by a reader', () => {
  const at = (filter: keyof typeof FILTERS, flags: number): number => ask(filter, 'openat', -100, 0, flags, 0o644);
  for (const flags of [0, 0o2000000, 0o200000]) for (const filter of FIRST) assert.equal(at(filter, flags), ALLOW);
  for (const flags of [0o1, 0o2, 0o100, 0o1000, 0o20200000]) for (const filter of FIRST.slice(1)) assert.equal(at(filter, flags), errno(13), flags.toString(8));
  for (const flags of [0o1101, 0o102, 0o1]) assert.equal(at('reader with a folder', flags), ALLOW, flags.toString(8));
  assert.equal(at('reader with a folder', 0o1000), errno(13), 'O_RDONLY | O_TRUNC');
  assert.equal(at('reader with a folder', 0o20200002), errno(13), 'O_TMPFILE');
});

test('device requests, limits, and process options are refused whatever their upper half says', () => {
  for (const filter of FIRST) {
    for (const request of [0x5412, 0x541c, 0x100005412n]) assert.equal(ask(filter, 'ioctl', 0, request), errno(25));
    assert.equal(ask(filter, 'prlimit64', 0, 2, 0), ALLOW, 'reading');
    assert.equal(ask(filter, 'prlimit64', 0, 2, 4096), errno(1), 'setting');
    assert.equal(ask(filter, 'prlimit64', 77, 2, 0), errno(1), 'of another');
  }
  assert.equal(ask('reader and decoder', 'seccomp', 1, 0, 0), KILL);
  assert.equal(ask('runner, first stage', 'seccomp', 1, 1, 0), ALLOW);
});

test('sandbox/keras-lock: a locked Keras guest has threads and executable pages, but no file, socket, process, or shared memory', () => {
  for (const call of ['open', 'openat', 'socket', 'connect', 'fork', 'vfork', 'execve', 'memfd_create', 'unlink', 'mkdir', 'kill', 'pipe2'])
    assert.equal(ask('keras, locked', call), errno(1), call);
  for (const call of ['ptrace', 'execveat', 'process_vm_readv', 'io_uring_enter', 'mount', 'bpf', 'unshare', 'setns', 'seccomp', 'pidfd_getfd'])
    assert.equal(ask('keras, locked', call), KILL, call);
  assert.equal(ask('keras, locked', 'clone', 0x3d0f00), ALLOW);
  for (const flags of [0x11, 0x01200011, 0x3d0f00 | 0x10000000]) assert.equal(ask('keras, locked', 'clone', flags), errno(1), flags.toString(16));
  assert.equal(ask('keras, locked', 'mmap', 0, 4096, 5, 0x22), ALLOW, 'what XLA compiles must run');
  assert.equal(ask('keras, locked', 'mmap', 0, 4096, 3, 0x21), errno(1), 'shared');
  assert.equal(ask('keras, first stage', 'execve', POINTER + 8), KILL);
  assert.equal(ask('keras, first stage', 'openat', -100, 0, 0o1101), errno(13));
});
