import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Tenant } from '@horngate/core/words';
import { DIGITS, options, runnersOf } from '../flow.testing.ts';
import { type HostOptions, prepare, RunnerPool, type SealedProgram, start } from '../index.ts';
import type { PoolOptions } from './pool.ts';

const image = { dtype: 'float32', shape: [1, 8, 8, 1], data: new Float32Array(64) } as const;

function pooled(t: TestContext, given: Partial<PoolOptions> = {}): RunnerPool {
  const pool = new RunnerPool(given);
  t.after(() => pool.close());
  return pool;
}

async function tenantOf(name: string, host: HostOptions): Promise<{ host: HostOptions; sealed: SealedProgram }> {
  const own = { ...host, tenant: { ...host.tenant, name } as Tenant };
  return { host: own, sealed: (await prepare(DIGITS, own)).sealed };
}

test('a start takes the runner that waits, measured as any other, and the pool fills its place', async (t) => {
  const pool = pooled(t);
  const host = await options(t, { pool });
  const { sealed } = await prepare(DIGITS, host);
  pool.warm(sealed.store, host);
  await pool.settled();
  const begun = performance.now();
  const session = await start(sealed, host);
  t.after(() => session.dispose());
  await session.predict([image]);
  const ms = performance.now() - begun;
  assert.deepEqual([session.posture.locked, session.posture.writeXorExecute], [true, true]);
  assert.ok(ms < 1500, `${ms} ms; the bench holds it to 150`);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await pool.settled();
  const next = await pool.take(sealed, host);
  assert.notEqual(next, undefined);
  next?.kill();
});

test('host/pool-tenant: a runner that waits for one tenant serves no other, and sees nothing of another', async (t) => {
  const pool = pooled(t);
  const host = await options(t, { pool });
  const [a, b] = [await tenantOf('a', host), await tenantOf('b', host)];
  pool.warm(a.sealed.store, a.host);
  await pool.settled();
  assert.equal(await pool.take(b.sealed, b.host), undefined);
  const guest = await pool.take(a.sealed, a.host);
  t.after(() => guest?.kill());
  const load = { program: b.sealed.program, threads: 1 };
  await assert.rejects(guest?.channel.call('load', { ...load, folder: b.sealed.folder }) ?? Promise.resolve(), 'the other tenant');
  assert.ok(await guest?.channel.call('load', { ...load, folder: a.sealed.folder }), 'the control: its own');
});

test('host/pool-once: a runner is handed out once', async (t) => {
  const pool = pooled(t, { size: 2 });
  const host = await options(t, { pool });
  const { sealed } = await prepare(DIGITS, host);
  pool.warm(sealed.store, host);
  await pool.settled();
  const taken = [await pool.take(sealed, host), await pool.take(sealed, host)];
  t.after(() => taken.map((guest) => guest?.kill()));
  assert.equal(new Set(taken.map((guest) => guest?.pid)).size, 2);
  assert.ok(!taken.includes(undefined));
});

test('what would not do is not handed out', async (t) => {
  const pool = pooled(t, { maxWeightBytes: 100 });
  const host = await options(t, { pool });
  const { sealed } = await prepare(DIGITS, host);
  pool.warm(sealed.store, host);
  await pool.settled();
  assert.equal(await pool.take(sealed, host), undefined, 'its memory is limited for smaller weights');
  const small = { ...sealed, program: { ...sealed.program, weights: null } };
  const other = { ...host, policy: { ...host.policy, limits: { ...host.policy.limits, runnerMemoryBytes: 2 ** 30 } } };
  assert.equal(await pool.take(small, other), undefined, 'it was limited by another policy');
  const dead = await pool.take(small, host);
  dead?.kill();
  assert.notEqual(dead, undefined);
});

test('a runner that dies while it waits is not handed out, and a start goes its own way', async (t) => {
  const pool = pooled(t);
  const host = await options(t, { pool });
  const { sealed } = await prepare(DIGITS, host);
  pool.warm(sealed.store, host);
  await pool.settled();
  const guest = await pool.take(sealed, host);
  guest?.kill();
  await guest?.exited;
  const session = await start(sealed, host);
  assert.equal(session.posture.locked, true);
  session.dispose();
});

test('an idle tenant has none waiting any more, and a closed pool nobody', async (t) => {
  const host = await options(t);
  const { sealed } = await prepare(DIGITS, host);
  const none = async (): Promise<number[]> => {
    for (let waited = 0; runnersOf(host).length > 0 && waited < 150; waited++) await new Promise((resolve) => setTimeout(resolve, 20));
    return runnersOf(host);
  };
  const idle = pooled(t, { idleMs: 1500 });
  idle.warm(sealed.store, host);
  await idle.settled();
  assert.equal(runnersOf(host).length, 1);
  assert.deepEqual(await none(), []);
  assert.equal(await idle.take(sealed, host), undefined);
  await idle.close();
  const pool = new RunnerPool({ size: 3, total: 2 });
  pool.warm(sealed.store, host);
  await pool.settled();
  assert.equal(runnersOf(host).length, 2, 'no more than all tenants together may have');
  await pool.close();
  assert.deepEqual(await none(), []);
  assert.equal(await pool.take(sealed, host), undefined);
});
