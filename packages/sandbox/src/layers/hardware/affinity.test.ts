import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { writeExecutable } from '../../detect.ts';
import { hostile, noL2, runDir } from '../../guest.testing.ts';
import { buildCoreProbe, buildLauncher, CORE_PROBE_BASE } from '../../launcher/launcher.ts';
import { startPolicy } from '../seccomp/policies.ts';
import { ownProcessors } from './processors.ts';

const own = ownProcessors();
const last = own.at(-1) ?? 0;
const one: string | false = own.length > 1 ? false : 'not run: this process may use one processor only';

const allowed = (pid: number): string[] =>
  readdirSync(`/proc/${pid}/task`).map(
    (thread) => /^Cpus_allowed_list:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/task/${thread}/status`, 'latin1'))?.[1] ?? '',
  );

for (const level of ['L1', 'L2'] as const) {
  const skip = (level === 'L2' && noL2) || one;
  test(`sandbox/affinity: a guest and its threads keep to the processors of the policy, at ${level}`, { skip }, async (t) => {
    const free = await hostile(t, { level });
    const kept = await hostile(t, { level, profile: 'runner', hardware: { cpus: [last] } });
    assert.deepEqual([...new Set(allowed(free.pid))].length, 1);
    assert.notDeepEqual(new Set(allowed(free.pid)), new Set([String(last)]), 'the control: without the switch it may use others');
    assert.deepEqual(new Set(allowed(kept.pid)), new Set([String(last)]));
    assert.ok(allowed(kept.pid).length > 1, 'threads were looked at too');
    assert.equal((await kept.posture()).cpus, String(last));
    await kept.lock();
    assert.equal((await kept.posture()).cpus, String(last));
  });
}

test('a processor that is not there ends the start', async (t) => {
  await assert.rejects(hostile(t, { hardware: { cpus: [last, 8000] } }), { code: 'HG_GUEST_START', message: /sandbox\/affinity.*8000/ });
});

test('no guest can change its processors', () => {
  const refused = (profile: 'reader' | 'runner' | 'decoder' | 'runner-jit') =>
    startPolicy(profile, 0, false)
      .filter(({ call }) => call === 'sched_setaffinity')
      .map(({ answer, when }) => [answer, when]);
  for (const profile of ['reader', 'runner', 'decoder', 'runner-jit'] as const) assert.deepEqual(refused(profile), [[0x50001, undefined]], profile);
});

/** What a program of ours, started for itself, ends with. */
const exitOf = (bytes: Uint8Array): number | null => spawnSync(writeExecutable(runDir, 'core', bytes), { env: {} }).status;

/** The launcher alone, told to ask for a core of its own. */
function withCore(coreScheduling: boolean): number | null {
  const paths = [{ path: '/bin/true', access: 'execute', folder: false } as const];
  const plan = { command: ['/bin/true'], environment: {}, descriptors: 3, uid: null, limits: [], landlockAbi: 0, paths, policy: () => [] };
  return exitOf(buildLauncher({ ...plan, hardware: coreScheduling ? { coreScheduling } : {} }));
}

const cores = exitOf(buildCoreProbe()) === CORE_PROBE_BASE;

test('sandbox/core-scheduling: where a core of its own cannot be had, the start ends', { skip: cores && 'not run: this kernel gives cores' }, () => {
  assert.equal(withCore(true), 119);
  assert.notEqual(withCore(false), 119);
});

const COOKIE = 'import ctypes,sys; c=ctypes.c_ulong(0); print(ctypes.CDLL(None).prctl(62,0,int(sys.argv[1]),0,ctypes.byref(c)),int(c.value!=0))';
const absent = cores ? false : 'not run: this kernel gives no cores (PR_SCHED_CORE), or has one thread a core';

test('a guest with a core of its own has a cookie, which the kernel shows', { skip: absent }, async (t) => {
  const cookie = (pid: number): string => spawnSync('python3', ['-c', COOKIE, String(pid)], { encoding: 'utf8' }).stdout.trim();
  assert.equal(cookie((await hostile(t, {})).pid), '0 0');
  assert.equal(cookie((await hostile(t, { hardware: { coreScheduling: true } })).pid), '0 1');
});
