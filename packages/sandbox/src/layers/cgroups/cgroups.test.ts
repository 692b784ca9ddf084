import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hostile } from '../../guest.testing.ts';
import { openFolder } from '../../stage.testing.ts';
import { findDelegation, inGroup, makeGroup, scopeArguments } from './cgroups.ts';

/** A tree as a service manager delegates it, made up in a folder: what systemd 252 gives a service with `Delegate=yes`. */
function tree({ controllers = 'cpuset cpu io memory pids', cgroup = '0::/system.slice/app.service', type = 'cgroup2 cgroup2' } = {}): {
  proc: string;
  own: string;
} {
  const root = openFolder();
  const proc = join(root, 'proc');
  const own = join(root, 'cgroup/system.slice/app.service');
  mkdirSync(proc);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(proc, 'cgroup'), `${cgroup}\n`);
  writeFileSync(
    join(proc, 'mountinfo'),
    `24 1 8:1 / / rw - ext4 /dev/vda rw\n31 24 0:27 / ${join(root, 'cgroup')} rw,nosuid shared:9 - ${type} rw,nsdelegate\n`,
  );
  for (const [name, text] of [
    ['cgroup.controllers', `${controllers}\n`],
    ['cgroup.procs', ''],
    ['cgroup.subtree_control', ''],
  ] as const)
    writeFileSync(join(own, name), text);
  return { proc, own };
}

const at = (...names: string[]): string => readFileSync(join(...names), 'utf8');

test('a delegated control group is found by making one', () => {
  const { proc, own } = tree();
  assert.deepEqual(findDelegation(proc), { folder: own, controllers: ['cpu', 'io', 'memory', 'pids'], why: '' });
  assert.equal(at(own, 'cgroup.subtree_control'), '+cpu +io +memory +pids');
});

test('where none is delegated, it is said why', () => {
  assert.match(findDelegation(tree({ type: 'cgroup cgroup' }).proc).why, /version 2 is mounted/);
  assert.match(findDelegation(tree({ cgroup: '4:memory:/x' }).proc).why, /version 2 is mounted/);
  assert.match(findDelegation(tree({ cgroup: '0::/../elsewhere' }).proc).why, /version 2 is mounted/);
  assert.match(findDelegation(tree({ controllers: 'cpu' }).proc).why, /have cpu here/);
  assert.match(findDelegation(tree({ controllers: '' }).proc).why, /no controller/);
});

test('a group has the limits of its guest', () => {
  const { proc, own } = tree();
  const group = makeGroup(findDelegation(proc), { memoryBytes: 2 ** 30 });
  const setting = (name: string): string => at(own, group.name, name);
  assert.deepEqual(['memory.max', 'memory.swap.max', 'memory.oom.group', 'pids.max', 'cpu.weight', 'io.weight'].map(setting), [
    String(2 ** 30 + 2 ** 26),
    '0',
    '1',
    '64',
    '50',
    '50',
  ]);
  group.closeDescriptor();
  group.closeDescriptor();
  group.remove();
  assert.equal(setting('cgroup.kill'), '1');
});

test('sandbox/cgroup: a launcher enters its group before it lays anything else on, and its guest keeps no descriptor of it', async (t) => {
  const { proc, own } = tree();
  const cgroups = findDelegation(proc);
  const guest = await hostile(t, { cgroups });
  const [name = ''] = readdirSync(own).filter((entry) => entry.startsWith('horngate-guest'));
  assert.equal(at(own, name, 'cgroup.procs'), '0', 'what it wrote: a real tree would have moved it');
  const fds = `/proc/${guest.pid}/fd`;
  assert.deepEqual(
    readdirSync(fds).filter((fd) => readlinkSync(join(fds, fd)).startsWith(own)),
    [],
  );
  const { cgroup, missing } = await guest.posture();
  assert.deepEqual(cgroup, [], 'the kernel does not know of this tree, so that nothing is claimed');
  assert.match(missing.join('\n'), /^control group: /m);
});

test('membership is what the kernel says', () => {
  const proc = openFolder();
  mkdirSync(join(proc, '7'));
  writeFileSync(join(proc, '7', 'cgroup'), '1:name=systemd:/horngate-guest-1-1\n0::/app.service/horngate-guest-1-2\n');
  assert.deepEqual([inGroup(7, 'horngate-guest-1-2', proc), inGroup(7, 'horngate-guest-1-1', proc), inGroup(8, 'x', proc)], [true, false, false]);
});

test('a scope of the user’s own service manager gets the same limits (not run here: it needs a running systemd)', () => {
  const words = scopeArguments({ memoryBytes: 2 ** 20 }, ['/bin/launch']);
  assert.deepEqual(words.slice(0, 3), ['systemd-run', '--user', '--scope']);
  assert.ok(words.includes(`MemoryMax=${65 * 2 ** 20}`) && words.includes('TasksMax=64'));
  assert.deepEqual(words.slice(-2), ['--', '/bin/launch']);
});
