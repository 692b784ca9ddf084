import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { errorOfExit } from './death.ts';
import { writeExecutable } from './detect.ts';
import { capability, hostile, hostileStage, isRoot, LIMITS, needsRoot, noL2, runDir } from './guest.testing.ts';
import { LAUNCHER_EXITS } from './launcher/exits.ts';
import { buildLauncher, type LaunchPlan } from './launcher/launcher.ts';
import { hardLimits, limitsOf } from './layers/limits/limits.ts';
import { checkPlatform } from './platform.ts';
import { readPosture } from './posture.ts';
import { openFolder } from './stage.testing.ts';
import { startGuest } from './start.ts';

const options = { profile: 'reader', stage: hostileStage, limits: LIMITS, runDir } as const;

test('a guest gets the best level of this host, and says so by what was measured', async (t) => {
  const guest = await hostile(t, { level: 'best' });
  const posture = await guest.posture();
  assert.equal(posture.level, capability.level);
  assert.deepEqual([posture.noNewPrivileges, posture.seccomp, posture.capabilities, posture.locked], [true, { mode: 2, filters: 1 }, '0', false]);
});

test('L1 is reached without bubblewrap, and names what it lacks', async (t) => {
  const guest = await hostile(t, { level: 'L1' });
  const { level, namespaces, missing } = await guest.posture();
  assert.deepEqual([level, namespaces], ['L1', []]);
  assert.match(missing.join('\n'), /^namespaces: none/m);
});

test('a level above the asked one may be demanded by the policy', { skip: noL2 }, async (t) => {
  assert.equal((await (await hostile(t, { level: 'L1', minLevel: 'L2' })).posture()).level, 'L2');
});

test('levels that are not built are refused by name, and L0 where nobody allowed it', async () => {
  await assert.rejects(startGuest({ ...options, level: 'L0' }), { code: 'HG_UNAVAILABLE_LEVEL' });
  for (const level of ['L3', 'L4'] as const) await assert.rejects(startGuest({ ...options, level }), { code: 'HG_UNSUPPORTED_LEVEL' });
  await assert.rejects(startGuest({ ...options, minLevel: 'L3' }), { code: 'HG_UNSUPPORTED_LEVEL' });
});

test('other platforms are refused by name', () => {
  assert.throws(() => checkPlatform('darwin', 'x64'), { code: 'HG_UNSUPPORTED_PLATFORM' });
  assert.throws(() => checkPlatform('linux', 'arm64'), { code: 'HG_UNSUPPORTED_PLATFORM' });
  assert.throws(() => buildLauncher(plan({}), 'riscv64'), { code: 'HG_UNSUPPORTED_PLATFORM' });
});

test('a process without protections is measured as L0, whatever was asked for', () => {
  const { level, missing } = readPosture(process.pid, { profile: 'reader', landlockAbi: 7 });
  assert.equal(level, 'L0');
  assert.match(missing.join('\n'), /no new privileges: not set\nsystem call filter: not set/);
});

test('a guest which is not what it should be is not handed out', async (t) => {
  await t.test('it never says that it is ready', async () => {
    const silent = { ...hostileStage, bundle: join(hostileStage.folder, 'no-such.cjs') };
    await assert.rejects(startGuest({ ...options, stage: silent }), /ENOENT|Cannot start/);
  });
  await t.test('its start takes longer than the deadline', async () => {
    await assert.rejects(startGuest({ ...options, limits: { ...LIMITS, deadlineMs: 1 } }), { code: 'HG_LIMIT_DEADLINE' });
  });
  await t.test('its memory does not even hold Node', async () => {
    await assert.rejects(startGuest({ ...options, profile: 'runner', limits: { ...LIMITS, memoryBytes: 2 ** 20 } }), (error: { code: string }) =>
      /^HG_(LIMIT_MEMORY|GUEST_DIED|GUEST_START)$/.test(error.code),
    );
  });
});

test('what is killed is the guest itself, also behind bubblewrap', async (t) => {
  for (const level of noL2 ? (['L1'] as const) : (['L1', 'L2'] as const)) {
    const guest = await hostile(t, { level });
    assert.match(readFileSync(`/proc/${guest.pid}/cmdline`, 'latin1'), /guest\.cjs/);
    guest.kill();
    await guest.exited;
    for (let wait = 0; wait < 100 && existsSync(`/proc/${guest.pid}`); wait++) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok(!existsSync(`/proc/${guest.pid}`), level);
  }
});

test('a start that is given up leaves no process behind, however far it had come', { skip: noL2 }, async () => {
  // bubblewrap prepares for a few milliseconds; about one start in twenty-five is given up in the middle of it.
  for (let count = 0; count < 250; count++)
    await startGuest({ ...options, level: 'L2', limits: { ...LIMITS, deadlineMs: 1 + (count % 10) } }).then(
      (guest) => guest.kill(),
      (error: { code: string }) => assert.equal(error.code, 'HG_LIMIT_DEADLINE'),
    );
  for (let wait = 0; wait < 100 && ours().length > 0; wait++) await new Promise((resolve) => setTimeout(resolve, 20));
  const left = ours();
  for (const pid of left) process.kill(Number(pid), 'SIGKILL'); // else they would keep this test alive
  assert.deepEqual(left, []);
});

/** Processes started from our folder. */
function ours(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && command(name).includes(runDir));
}

function command(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
}

test('a parent with lower hard limits starts guests within them', async () => {
  const text =
    'Limit  Soft Limit  Hard Limit  Units\nMax processes             64                   100                  processes\nMax data size             unlimited            unlimited            bytes\n';
  const ceilings = hardLimits(text);
  assert.deepEqual([...ceilings], [[6, 100]]);
  assert.deepEqual(
    limitsOf(LIMITS, 4096, ceilings).find(({ resource }) => resource === 6),
    { resource: 6, soft: 100, hard: 100 },
  );
});

test('no launcher is left behind', () => assert.deepEqual(readdirSync(runDir), []));

test('a confirmed lock is one that the parent sees', async (t) => {
  const guest = await hostile(t, { profile: 'runner' });
  await assert.rejects(guest.confirmLock(), { code: 'HG_GUEST_START', message: /sandbox\/seccomp-lock/ });
  await assert.rejects(guest.probe('control'), { code: 'HG_GUEST_DIED' });
});

test('a guest that dies is an error with a code, and what it last said is shown escaped', async (t) => {
  const ends: [string, string, string][] = [
    ['exit', '3', 'HG_GUEST_DIED'],
    ['exit', '108', 'HG_GUEST_DIED'],
    ['abort', '', 'HG_GUEST_DIED'],
  ];
  for (const level of noL2 ? (['L1'] as const) : (['L1', 'L2'] as const))
    for (const [name, argument, code] of ends) {
      const guest = await hostile(t, { level });
      await assert.rejects(guest.probe(name, argument), { code });
      assert.equal((await guest.exited).code, code);
    }
  const loud = await hostile(t, {});
  assert.deepEqual(await loud.probe('stderr'), { ran: 'stderr', value: 'flooded' });
  assert.ok(loud.stderrTail().length <= 4096);
  await assert.rejects(loud.probe('exit', '3'), /\\u\{1b\}\[31m|zzz/);
});

/** A plan that needs no node: what it executes does not matter, as the launcher must not get that far. */
const plan = (changes: Partial<LaunchPlan>): LaunchPlan => ({
  command: ['/nonexistent'],
  environment: {},
  descriptors: 3,
  uid: null,
  limits: [],
  landlockAbi: capability.landlockAbi,
  paths: [],
  policy: (pointer) => [
    { call: 'execve', when: [{ arg: 0, is: pointer }], answer: 0x7fff0000 },
    ...['exit_group', 'write'].map((call) => ({ call, answer: 0x7fff0000 })),
  ],
  ...changes,
});

const unprivileged = isRoot ? { uid: 65534, gid: 65534 } : {};

test('each protection that cannot be laid on ends the start with its own status', async (t) => {
  const ends: [string, number, Partial<LaunchPlan>][] = [
    ['a limit above the hard one', 103, { limits: [{ resource: 7, soft: 2 ** 40, hard: 2 ** 40 }] }],
    ['a path that Landlock cannot open', 106, { paths: [{ path: '/no/such/path', access: 'read', folder: false }] }],
    ['a file with the rights of a folder', 107, { paths: [{ path: process.execPath, access: 'read', folder: true }] }],
    ['a program that is not there', 110, {}],
    ['a user that it may not become', 115, { uid: 1 }],
  ];
  for (const [about, status, changes] of ends)
    await t.test(about, () => {
      const path = writeExecutable(openFolder(), 'launch', buildLauncher(plan(changes)));
      const { status: found, signal } = spawnSync(path, [], { ...unprivileged, env: {} });
      assert.deepEqual([found, signal], [status, null]);
    });
});

test('each status of the launcher becomes HG_GUEST_START with the id of its protection, before the first word only', () => {
  assert.equal(new Set(LAUNCHER_EXITS.map(({ status }) => status)).size, LAUNCHER_EXITS.length);
  for (const { status, protection } of LAUNCHER_EXITS) {
    const error = errorOfExit({ code: status, signal: null, stderrTail: '' }, false);
    assert.equal(error.code, 'HG_GUEST_START');
    assert.ok(error.message.includes(`"${protection}"`) && error.message.includes(String(status)));
    if (status < 120) assert.equal(errorOfExit({ code: status, signal: null, stderrTail: '' }, true).code, 'HG_GUEST_DIED');
  }
});

test('signals that come through bubblewrap as a status mean the same', () => {
  assert.equal(errorOfExit({ code: 152, signal: null, stderrTail: '' }, true).code, 'HG_LIMIT_CPU');
  assert.match(errorOfExit({ code: 159, signal: null, stderrTail: '' }, true).message, /system calls of its profile/);
  assert.equal(errorOfExit({ code: null, signal: 'SIGXFSZ', stderrTail: '' }, true).code, 'HG_LIMIT_OUTPUT');
});

test('a launcher names the protection that failed', { skip: needsRoot }, async () => {
  // The guest's user cannot pass a folder of 0700, so its loader cannot be opened.
  const stage = { ...hostileStage, command: ['/root/no-such-loader', ...hostileStage.command.slice(1)] };
  await assert.rejects(startGuest({ ...options, level: 'L1', stage }), {
    code: 'HG_GUEST_START',
    message: /"sandbox\/landlock" must hold: could not open a path that it allows \(launcher exit 106\)/,
  });
});

test('the launcher has no page that is writable and executable', () => {
  const bytes = Buffer.from(buildLauncher(plan({})));
  assert.equal(bytes.readUInt32BE(0), 0x7f454c46);
  const flags = Array.from({ length: bytes.readUInt16LE(56) }, (_, index) => bytes.readUInt32LE(64 + 56 * index + 4));
  assert.deepEqual(flags, [5, 6, 6]);
});
