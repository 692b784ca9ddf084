import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { DEFAULT_POLICY } from '@horngate/core/words';
import { DIGITS, openFolder, options, runnersOf } from '../flow.testing.ts';
import { startReader } from '../guests.ts';
import { DEFAULT_RESTART, type HostOptions, prepare, Quarantine, start } from '../index.ts';
import { delayMs, isCrash, mayHeal } from './restart-policy.ts';
import { watchFolder } from './watch-folder.ts';

const image = { dtype: 'float32', shape: [1, 8, 8, 1], data: new Float32Array(64) } as const;

const killRunners = (host: HostOptions): void => {
  for (const pid of runnersOf(host)) process.kill(pid, 'SIGKILL');
};

test('a session whose runner dies fails what is on its way, and answers the next call by a fresh runner', async (t) => {
  const host = await options(t, { restart: DEFAULT_RESTART });
  const session = await start((await prepare(DIGITS, host)).sealed, host);
  t.after(() => session.dispose());
  const before = await session.predict([image]);
  const [first] = runnersOf(host);
  const many = { ...image, shape: [2000, 8, 8, 1], data: new Float32Array(2000 * 64) };
  const onItsWay = session.predict([many], { batchSize: 1 });
  killRunners(host);
  await assert.rejects(onItsWay, { code: 'HG_GUEST_DIED' });
  assert.deepEqual((await session.predict([image])).outputs, before.outputs);
  assert.deepEqual([session.posture.locked, runnersOf(host).length], [true, 1]);
  assert.notEqual(runnersOf(host)[0], first);
});

test('a caller in a hurry costs a runner, and never the model', async (t) => {
  const host = await options(t, { restart: { ...DEFAULT_RESTART, firstDelayMs: 1, crashes: 2 } });
  const { sealed } = await prepare(DIGITS, host);
  const session = await start(sealed, host);
  t.after(() => session.dispose());
  const large = { ...image, shape: [50_000, 8, 8, 1], data: new Float32Array(50_000 * 64) };
  for (let count = 0; count < 4; count++) {
    await assert.rejects(session.predict([large], { deadlineMs: 0, batchSize: 50_000 }), { code: 'HG_LIMIT_DEADLINE' });
    await session.predict([image]);
  }
  new Quarantine(sealed).check();
});

test('without a policy of restarts, a session ends with its runner', async (t) => {
  const host = await options(t);
  const session = await start((await prepare(DIGITS, host)).sealed, host);
  killRunners(host);
  await assert.rejects(session.predict([image]), { code: 'HG_GUEST_DIED' });
  await assert.rejects(session.predict([image]), { code: 'HG_GUEST_DIED' });
});

test('host/quarantine: a Program that crashes again and again is set aside, until somebody lifts it', async (t) => {
  const restart = { ...DEFAULT_RESTART, firstDelayMs: 1, crashes: 3 };
  const host = await options(t, { restart });
  const { sealed } = await prepare(DIGITS, host);
  const session = await start(sealed, host);
  t.after(() => session.dispose());
  for (let crash = 1; crash < restart.crashes; crash++) {
    killRunners(host);
    await assert.rejects(session.predict([image]), { code: 'HG_GUEST_DIED' });
    await session.predict([image]);
  }
  killRunners(host);
  await assert.rejects(session.predict([image]), { code: 'HG_GUEST_DIED' });
  await assert.rejects(session.predict([image]), { code: 'HG_REFUSED_QUARANTINE' });
  const again = async (): Promise<void> => (await start((await prepare(DIGITS, host)).sealed, host)).dispose();
  await assert.rejects(again(), { code: 'HG_REFUSED_QUARANTINE' });
  assert.deepEqual(new Quarantine(sealed).note?.crashes, ['HG_GUEST_DIED', 'HG_GUEST_DIED', 'HG_GUEST_DIED']);
  new Quarantine(sealed).lift();
  await (await start(sealed, host))[Symbol.asyncDispose]();
  session.dispose();
  for (let waited = 0; runnersOf(host).length > 0 && waited < 100; waited++) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.deepEqual(runnersOf(host), []);
});

test('each crash doubles the wait for the next start, up to a bound', () => {
  const policy = { firstDelayMs: 50, maxDelayMs: 1000, crashes: 9, withinMs: 1 };
  assert.deepEqual(
    [1, 2, 3, 5, 6, 60].map((crashes) => delayMs(policy, crashes)),
    [50, 100, 200, 800, 1000, 1000],
  );
  assert.deepEqual((['HG_GUEST_DIED', 'HG_LIMIT_MEMORY', 'HG_LIMIT_DEADLINE', 'HG_UNAVAILABLE_STORE'] as const).map(isCrash), [true, true, false, false]);
  assert.deepEqual((['HG_GUEST_DIED', 'HG_LIMIT_DEADLINE', 'HG_UNAVAILABLE_LEVEL', 'HG_REFUSED_QUARANTINE'] as const).map(mayHeal), [true, true, false, false]);
});

test('host/folder-budget: a reader whose folder grows past its budget is killed', async (t) => {
  const host = await options(t, { policy: { ...DEFAULT_POLICY, limits: { ...DEFAULT_POLICY.limits, maxTensorBytes: 2 ** 20 } } });
  for (const [about, files, size] of [
    ['one byte too much', 1, 65 * 2 ** 20 + 1],
    ['small files together', 60, 2 * 2 ** 20],
    ['empty files', 65, 0],
  ] as const)
    await t.test(about, async (inner) => {
      const folder = openFolder(inner);
      const guest = await startReader(host, [], 0, folder);
      inner.after(() => guest.kill());
      // Who writes does not matter to who watches; the campaign has guests that do.
      for (let index = 0; index < files; index++) writeFileSync(join(folder, `f${index}`), Buffer.alloc(size));
      assert.equal((await guest.channel.ended).code, 'HG_LIMIT_OUTPUT');
      await assert.rejects(guest.channel.call('check', {}), { code: 'HG_LIMIT_OUTPUT' });
    });
  await t.test('what is within it is left alone', async (inner) => {
    const folder = openFolder(inner);
    const guest = await startReader(host, [], 0, folder);
    inner.after(() => guest.kill());
    for (let index = 0; index < 64; index++) writeFileSync(join(folder, `f${index}`), Buffer.alloc(2 ** 20));
    watchFolder(guest, folder, 64 * 2 ** 20);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.equal(guest.channel.failed, undefined);
  });
});
