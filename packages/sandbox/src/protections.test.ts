import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, closeSync, existsSync, openSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { capability, hostile, hostileStage, isRoot, LIMITS, needsRoot, noL2 } from './guest.testing.ts';
import { ownCodeRange } from './layers/limits/code-range.ts';
import { hardLimits } from './layers/limits/limits.ts';
import { GUEST_UID } from './platform.ts';
import { GIVEN_STAGE, openFolder } from './stage.testing.ts';

/**
 * One test for each protection, named by its id: hostile JavaScript in the guest's place tries what the protection forbids.
 * Each also makes a control probe, so that a guest which never ran does not pass for one that was refused.
 */
const LEVELS = [
  { level: 'L1', skip: false },
  { level: 'L2', skip: noL2 },
] as const;

const folder = openFolder();
const secret = join(folder, 'secret.txt');
writeFileSync(secret, 'not for guests', { mode: 0o644 });
const own = join(folder, 'own.txt');
writeFileSync(own, 'for the guest', { mode: 0o666 });
chmodSync(own, 0o666);
const needsCheckout = process.env[GIVEN_STAGE] === undefined ? false : 'needs the checkout';
const PARENT = fileURLToPath(new URL('./parent.testing.ts', import.meta.url));
const tsx = ['--conditions=source', '--import', 'tsx'];
/** Parents of their own use our stage, and leave nothing elsewhere when they are killed. */
const here = { ...process.env, [GIVEN_STAGE]: JSON.stringify(hostileStage), TMPDIR: folder };
const control = { ran: 'control', value: 'ran x' };

for (const { level, skip } of LEVELS) {
  test(`sandbox/landlock: a reader opens its own files and no other, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level, ro: [own] });
    assert.deepEqual(await guest.probe('readFile', own), { ran: 'readFile', value: 13 });
    for (const path of [secret, '/etc/passwd', '/proc/self/environ', '/proc/1/cmdline', '/dev/null', '/bin/sh']) {
      const { ran, error } = await guest.probe('readFile', path);
      assert.equal(ran, 'readFile');
      assert.match(error ?? 'read', /EACCES|ENOENT/, path);
      if (level === 'L1') assert.equal(error, 'EACCES', path);
    }
    for (const path of ['/', '/proc', '/tmp', folder]) assert.match((await guest.probe('listFolder', path)).error ?? 'listed', /EACCES|ENOENT/, path);
    assert.deepEqual((await guest.posture()).landlockAbi, capability.landlockAbi);
  });

  test(`sandbox/seccomp-start: no socket, no process and no signal before the lock, at ${level}`, { skip }, async (t) => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    for (const profile of ['reader', 'decoder', 'runner', 'runner-jit'] as const) {
      const guest = await hostile(t, { level, profile });
      assert.deepEqual(await guest.probe('control', 'x'), control);
      for (const [name, argument] of [
        ['listen', ''],
        ['connect', `127.0.0.1:${port}`],
        ['connectUnix', '/run/dbus/system_bus_socket'],
        ['spawn', '/bin/sh'],
        ['signal', String(process.pid)],
        ['debug', String(process.pid)],
      ] as const)
        assert.match((await guest.probe(name, argument)).error ?? `${name} succeeded`, /EPERM|EACCES|ESRCH/, `${profile} ${name}`);
      const { seccomp } = await guest.posture();
      assert.deepEqual(seccomp, { mode: 2, filters: 1 });
      guest.kill();
    }
  });

  test(`sandbox/seccomp-lock: nothing can be opened, started or reached after the lock, at ${level}`, { skip }, async (t) => {
    for (const profile of ['runner', 'runner-jit'] as const) {
      const guest = await hostile(t, { level, profile, ro: [own] });
      assert.deepEqual(await guest.probe('readFile', own), { ran: 'readFile', value: 13 });
      await guest.lock();
      assert.deepEqual(await guest.probe('control', 'x'), control);
      for (const [name, argument] of [
        ['readFile', own],
        ['readFile', '/etc/passwd'],
        ['listFolder', '/'],
        ['writeFile', join(folder, 'new.txt')],
        ['listen', ''],
      ] as const) {
        const { ran, error } = await guest.probe(name, argument);
        assert.equal(ran, name);
        assert.match(error ?? `${name} succeeded`, /EPERM|EACCES|cannot open shared object/, `${profile} ${name}`);
      }
      const posture = await guest.posture();
      assert.deepEqual([posture.locked, posture.seccomp.filters, posture.writeXorExecute], [true, 2, profile === 'runner']);
      guest.kill();
    }
  });

  for (const [name, argument] of [
    ['spawn', '/bin/sh'],
    ['threads', '1'],
    ['signal', String(process.pid)],
    ['inspector', ''],
  ] as const)
    test(`sandbox/seccomp-lock: "${name}" after the lock ends in an error or in the guest's death, at ${level}`, { skip }, async (t) => {
      const guest = await hostile(t, { level, profile: 'runner' });
      await guest.lock();
      const said = await guest.probe(name, argument).catch((error: { code: string }) => ({ ran: name, error: error.code }));
      assert.match(said.error ?? 'succeeded', /EPERM|HG_GUEST_DIED|ERR_WORKER|ERR_/, name);
    });

  test(`sandbox/no-new-privileges: no program can give a guest more rights, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level });
    assert.equal((await guest.posture()).noNewPrivileges, true);
    assert.match(readFileSync(`/proc/${guest.pid}/status`, 'latin1'), /^NoNewPrivs:\t1$/m);
  });

  test(`sandbox/memory: a guest takes no more memory than its budget, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level });
    assert.deepEqual(await guest.probe('memory', '64'), { ran: 'memory', value: 'allocated' });
    const said = await guest.probe('memory', '600').catch((error: { code: string }) => ({ ran: 'memory', error: error.code }));
    assert.match(said.error ?? 'allocated', /HG_LIMIT_MEMORY|ERR_MEMORY|Array buffer allocation failed/);
    const heap = await hostile(t, { level });
    await assert.rejects(heap.probe('heap'), { code: 'HG_LIMIT_MEMORY' });
    assert.equal((await (await hostile(t, { level })).posture()).memoryBytes, LIMITS.memoryBytes + ownCodeRange());
    assert.equal((await (await hostile(t, { level, profile: 'runner' })).posture()).memoryBytes, LIMITS.memoryBytes);
  });

  test(`sandbox/cpu: a guest computes no longer than its CPU seconds, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level, limits: { ...LIMITS, cpuSeconds: 1 } });
    await assert.rejects(guest.probe('cpu'), { code: 'HG_LIMIT_CPU' });
  });

  test(`sandbox/file-size: a reader writes no file larger than its budget, at ${level}`, { skip }, async (t) => {
    const rw = writable();
    const guest = await hostile(t, { level, rw });
    assert.deepEqual(await guest.probe('writeFile', join(rw, 'small')), { ran: 'writeFile', value: 'written' });
    assert.deepEqual(await guest.probe('writeMuch', join(rw, 'big')), { ran: 'writeMuch', error: 'EFBIG' });
    assert.equal(statSync(join(rw, 'big')).size, LIMITS.fileBytes);
  });

  test(`sandbox/open-files: a guest opens no more files at once than its budget, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level, ro: [own] });
    assert.deepEqual(await guest.probe('openMany', own), { ran: 'openMany', error: 'EMFILE' });
  });

  test(`sandbox/no-core: a guest that crashes leaves no copy of its memory, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level });
    const bytes = Math.min(1, hardLimits().get(4) ?? 1); // 0 would not hold for a pipe
    assert.match(readFileSync(`/proc/${guest.pid}/limits`, 'latin1'), new RegExp(`^Max core file size +${bytes} +${bytes} `, 'm'));
  });

  test(`sandbox/own-folder: a reader writes plain files into its one folder and nowhere else, at ${level}`, { skip }, async (t) => {
    const rw = writable();
    const guest = await hostile(t, { level, rw, ro: [own] });
    assert.deepEqual(await guest.probe('writeFile', join(rw, 'new')), { ran: 'writeFile', value: 'written' });
    assert.match((await guest.probe('writeFile', own)).error ?? 'written', /EACCES|EROFS/);
    assert.match((await guest.probe('writeFile', join(folder, 'new'))).error ?? 'written', /EACCES|ENOENT|EROFS/);
    assert.match((await guest.probe('truncate', own)).error ?? 'emptied', /EACCES/);
    for (const name of ['makeFolder', 'link']) assert.match((await guest.probe(name, join(rw, 'other'))).error ?? 'made', /EPERM|EACCES/, name);
    assert.deepEqual(readdirSync(rw), ['new']);
    assert.equal(readFileSync(own, 'utf8'), 'for the guest');
  });

  test(`sandbox/no-terminal: a guest has a session of its own, without a terminal, at ${level}`, { skip }, async (t) => {
    const guest = await hostile(t, { level });
    assert.notEqual(sessionOf(guest.pid).session, sessionOf(process.pid).session);
    assert.equal(sessionOf(guest.pid).terminal, 0);
  });

  test(`sandbox/environment: a guest sees nothing of its parent's environment, at ${level}`, { skip }, async (t) => {
    process.env['HORNGATE_TEST_SECRET'] = 'x';
    const guest = await hostile(t, { level });
    assert.deepEqual((await guest.probe('environment')).value, {
      PATH: '/usr/bin:/bin',
      LANG: 'C.UTF-8',
      ORT_DISABLE_TELEMETRY: '1',
      OPENSSL_CONF: '/nonexistent',
      UV_THREADPOOL_SIZE: '1',
    });
  });
}

test('sandbox/write-xor-execute: a locked runner makes no page executable, though its engine would', async (t) => {
  const lock = join(dirname(hostileStage.bundle), 'lock.so');
  const free = await hostile(t, { profile: 'runner-jit' });
  await free.lock();
  assert.deepEqual(await free.probe('wasm'), { ran: 'wasm', value: 42 }, 'the control: with the other lock it can');
  const guest = await hostile(t, { profile: 'runner-jit', ro: [lock] });
  assert.match((await guest.probe('load', lock)).error ?? '', /DLOPEN/);
  assert.equal((await guest.posture()).locked, true);
  const said = await guest.probe('wasm').catch((error: { code: string }) => ({ ran: 'wasm', error: error.code }));
  assert.match(said.error ?? 'compiled', /HG_GUEST_DIED|HG_LIMIT_MEMORY|out of memory|allocat/i);
});

test('sandbox/uid-drop: a guest of root is not root, at L1', { skip: needsRoot }, async (t) => {
  const guest = await hostile(t, {});
  assert.deepEqual(await guest.probe('user'), { ran: 'user', value: GUEST_UID });
  assert.match(
    readFileSync(`/proc/${guest.pid}/status`, 'latin1'),
    /^Uid:\t65534\t65534\t65534\t65534\nGid:\t65534\t65534\t65534\t65534\n[\s\S]*^Groups:\t ?$/m,
  );
});

test('sandbox/capabilities: a guest of root holds no capability, not even to be given later', { skip: needsRoot }, async (t) => {
  const guest = await hostile(t, {});
  assert.equal((await guest.posture()).capabilities, '0');
  assert.match(readFileSync(`/proc/${guest.pid}/status`, 'latin1'), /^CapBnd:\t0+$/m);
});

test('sandbox/not-root-outside: the user of a guest in namespaces is not root on the host', { skip: noL2 || needsRoot }, async (t) => {
  const guest = await hostile(t, { level: 'L2' });
  assert.equal((await guest.posture()).uid, GUEST_UID);
});

test('sandbox/namespaces: a guest at L2 shares no namespace with its parent, and sees no file system but its own', { skip: noL2 }, async (t) => {
  const guest = await hostile(t, { level: 'L2', minLevel: 'L2' });
  assert.deepEqual((await guest.posture()).namespaces, ['cgroup', 'ipc', 'mnt', 'net', 'pid', 'user', 'uts']);
  assert.equal((await guest.probe('readFile', '/etc/passwd')).error, 'ENOENT');
  assert.notEqual(((await guest.probe('arguments')).value as { pid: number }).pid, guest.pid);
});

test('sandbox/die-with-parent: a guest that computes ends with its parent', { skip: needsCheckout }, async () => {
  const parent = spawn(process.execPath, [...tsx, PARENT, 'die'], { stdio: ['ignore', 'pipe', 'inherit'], env: here });
  const [text] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(text.toString());
  assert.ok(existsSync(`/proc/${pid}`), 'the control: it lives');
  parent.kill('SIGKILL');
  for (let wait = 0; wait < 50 && isRunning(pid); wait++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(!isRunning(pid));
});

test('sandbox/close-descriptors: a descriptor that the parent left open is closed', { skip: needsCheckout }, async () => {
  const fd = openSync(secret, 'r');
  const stdio = Array.from({ length: 201 }, (_, index) => (index === 200 ? fd : index === 1 ? 'pipe' : index === 2 ? 'inherit' : 'ignore') as 'pipe');
  const parent = spawn(process.execPath, [...tsx, PARENT, 'leak'], { stdio, env: here });
  closeSync(fd);
  const chunks: Buffer[] = [];
  parent.stdout?.on('data', (piece: Buffer) => chunks.push(piece));
  await once(parent, 'close');
  assert.deepEqual(JSON.parse(Buffer.concat(chunks).toString()), [control, { ran: 'readDescriptor', error: 'EBADF' }]);
});

test('a descriptor that was handed over is readable, and the fourth is not there', async (t) => {
  const fd = openSync(secret, 'r');
  const guest = await hostile(t, { files: [fd] });
  closeSync(fd);
  assert.deepEqual(await guest.probe('readDescriptor', '3'), { ran: 'readDescriptor', value: 'not for guests' });
});

/** A zombie has ended; its parent, who would say so, is dead. */
const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}/status`) && !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));

/** proc(5): fields 6 and 7 of stat, behind the name in parentheses. */
function sessionOf(pid: number): { session: number; terminal: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.split(' ') ?? [];
  return { session: Number(fields[3]), terminal: Number(fields[4]) };
}

/** A folder for the guest's user. */
function writable(): string {
  const path = openFolder();
  if (isRoot) chownSync(path, GUEST_UID, GUEST_UID);
  return path;
}
